import { ownCommand } from "../text/own-command.ts";
import { EXIT, LiveOriginError } from "../failure.ts";
import type { Missing, Problem, Resolution } from "./resolution.ts";

/** Once these are fixed, the next ones are shown. */
const MOST_SHOWN = 20;
const MOST_LISTED = 100;

/**
 * The one error of a Spec that could not be made: exit 2 when anything is invalid (what is missing is listed too), exit 4 when
 * values are only missing. `details` holds the problems (100 at most; the message counts them all) and everything missing, as data. A Spec that was made is a bug here.
 */
export function failureOf(resolution: Resolution): LiveOriginError {
  if (resolution.ok) throw new Error("a valid Spec has no failure");
  const { problems, missing } = resolution;
  return problems.length === 0 ? missingFailure(missing) : invalidFailure(problems, missing);
}

/** The error of values that are missing: exit 4, each with its flag and variable. */
function missingFailure(missing: readonly Missing[]): LiveOriginError {
  return new LiveOriginError({
    code: "INPUT_NEEDED",
    message: missingText(missing),
    hint: `Add ${missing.map(({ flag }) => flag).join(", ")}, set the variables, or let ${ownCommand("init")} ask at a terminal.`,
    exitCode: EXIT.inputNeeded,
    details: missing,
  });
}

function invalidFailure(
  problems: readonly Problem[],
  missing: readonly Missing[],
): LiveOriginError {
  const codes = new Set(problems.map(({ code }) => code));
  const [onlyCode] = codes;
  const [first] = problems;
  const isAlone = problems.length === 1;
  const heading = isAlone ? "A setting is not valid" : `${problems.length} settings are not valid`;
  return new LiveOriginError({
    code: codes.size === 1 && onlyCode !== undefined ? onlyCode : "INVALID_SPEC",
    message: [
      `${heading}:`,
      ...problems.slice(0, MOST_SHOWN).map((problem) => `  ${problemText(problem, !isAlone)}`),
      ...(problems.length <= MOST_SHOWN ? [] : [`  … and ${problems.length - MOST_SHOWN} more`]),
      ...(missing.length === 0 ? [] : [missingText(missing)]),
    ].join("\n"),
    hint: isAlone ? first?.hint : undefined,
    resource: isAlone ? first?.path : undefined,
    exitCode: EXIT.usage,
    details: [...problems.slice(0, MOST_LISTED), ...missing],
  });
}

// A single problem's hint is the error's own; several stand with their problems.
function problemText({ path, message, hint }: Problem, withHint: boolean): string {
  return `${path}: ${message}${withHint && hint !== undefined ? `. ${hint}` : ""}`;
}

function missingText(missing: readonly Missing[]): string {
  const heading =
    missing.length === 1 ? "A value is missing:" : `${missing.length} values are missing:`;
  return [
    heading,
    ...missing.map(
      ({ path, flag, variable, what }) => `  ${path}: ${what} (${flag} or ${variable})`,
    ),
  ].join("\n");
}
