import { versioned } from "../config/text/versioned.ts";
import type { Context } from "../context.ts";
import { errorDocument, renderError } from "./error-view.ts";
import { createStyle, type Style } from "./style.ts";
import { columnsOf, remark } from "./wrapped.ts";

/** Where a command speaks: stdout carries the result and only the result, stderr the rest. */
export type Output = {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Colours of stdout and of stderr: one may be piped while the other is a terminal. */
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Cells of a line of each; wide where it is no terminal. */
  readonly outColumns: number;
  readonly errColumns: number;
  /** The result: `document` with `--json`, else `text`. */
  result(document: object | undefined, text: string): void;
  /** One line for a person, on stderr. */
  line(text: string): void;
  warn(text: string): void;
  /** Text in which our commands stand as they must be typed in this run. */
  readonly filled: (text: string) => string;
  /** From now on lines and warnings go through `write`, which knows of a spinner; undefined: straight to stderr again. */
  through(write: ((text: string) => void) | undefined): void;
  /** The failure: one document on stdout with `--json`, else a message on stderr. */
  failure(error: unknown): void;
};

type OutputOptions = {
  readonly json: boolean;
  readonly verbose: boolean;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly filled: Output["filled"];
};

/** Builds the output of one run from its flags. */
export function createOutput(
  context: Pick<Context, "stdout" | "stderr" | "env">,
  { json, verbose, color, filled }: OutputOptions,
): Output {
  const style = (stream: Context["stdout"]): Style =>
    createStyle({ isTTY: stream.isTTY === true, env: context.env, plain: json || !color });
  const outStyle = style(context.stdout);
  const errStyle = style(context.stderr);
  const straight = (text: string): void => void context.stderr.write(`${text}\n`);
  let write = straight;
  const document = (value: object): void => {
    context.stdout.write(`${JSON.stringify(versioned(value), null, 2)}\n`);
  };
  return {
    json,
    verbose,
    outStyle,
    errStyle,
    outColumns: columnsOf(context.stdout),
    errColumns: columnsOf(context.stderr),
    result: (value, text) => {
      if (json) document(value ?? {});
      else if (text !== "") context.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    filled,
    line: (text) => write(text),
    warn: (text) => write(remark(errStyle.yellow("!"), filled(text), context.stderr)),
    through: (next) => {
      write = next ?? straight;
    },
    failure: (error) => {
      if (json) document(errorDocument(error));
      else context.stderr.write(renderError(error, errStyle, verbose));
    },
  };
}
