import type { ErrorCode } from "../config/error-codes.ts";
import { LiveOriginError } from "../config/failure.ts";
import { redacted } from "../config/text/redact.ts";
import type { Style } from "./style.ts";

const REPORT_BUGS_AT = "https://github.com/live-origin/live-origin/issues";

const LONGEST_LINE = 2_000;

/** The one document that `--json` prints for a failure. */
type ErrorDocument = {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly resource?: string;
    readonly details?: readonly unknown[];
  };
};

/** A failure as data. Anything but a LiveOriginError is a bug and says so. */
export function errorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof LiveOriginError))
    return {
      error: {
        code: "BUG",
        // A bug's own words were written for nobody: they may quote a request, and a request may hold a key.
        message: redacted(error instanceof Error ? error.message : String(error)),
        hint: `This is a bug in live-origin. Please report it at ${REPORT_BUGS_AT}.`,
      },
    };
  return {
    error: {
      code: error.code,
      // A value that was typed is quoted in it, and may be a key that was pasted into the wrong flag.
      message: cut(redacted(error.message)),
      ...(error.hint === undefined ? {} : { hint: redacted(error.hint) }),
      ...(error.resource === undefined ? {} : { resource: error.resource }),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  };
}

/** No value of somebody else's, however long, pushes what was said from the screen. */
function cut(message: string): string {
  return message
    .split("\n")
    .map((line) =>
      line.length <= LONGEST_LINE
        ? line
        : `${line.slice(0, LONGEST_LINE)} … (${line.length - LONGEST_LINE} more characters)`,
    )
    .join("\n");
}

/** A failure as a person reads it: what failed and why, then what to type next. A stack only for bugs. */
export function renderError(error: unknown, style: Style, verbose: boolean): string {
  const { message, hint } = errorDocument(error).error;
  const isBug = !(error instanceof LiveOriginError);
  const trace =
    error instanceof Error && (isBug || verbose) ? `\n${style.dim(stackOf(error))}` : "";
  const next = hint === undefined ? "" : `\n${style.cyan("→")} ${hint}`;
  return `${style.red("✗")} ${message}${next}${trace}\n`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.name}` : "";
  return redacted(`${error.stack ?? error.name}${cause}`);
}
