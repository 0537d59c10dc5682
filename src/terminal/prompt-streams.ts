import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { Context } from "../context.ts";
import { createStyle, type Style } from "./style.ts";

/** What asking needs of the outside world. */
export type Asking = Pick<Context, "stdin" | "stderr" | "signal" | "env">;

/** The colours of questions, by the same rule as everything else on stderr. */
export function askingStyle({ env }: Pick<Asking, "env">): Style {
  return createStyle({ isTTY: true, env, plain: false });
}

/** The streams of one prompt: questions go to stderr, because stdout carries the result. */
export function promptStreams(asking: Asking): {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
} {
  const isPlain = askingStyle(asking).level === 0;
  return {
    input: asking.stdin,
    output: isPlain ? colourless(asking.stderr) : asking.stderr,
    signal: asking.signal,
  };
}

/** Inquirer colours by itself and does not know our rule, so colours are taken out on the way; cursor movements stay. */
function colourless(stream: Context["stderr"]): NodeJS.WritableStream {
  const filter = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      stream.write(withoutColours(String(chunk)));
      done();
    },
  });
  return Object.assign(filter, { isTTY: stream.isTTY, columns: stream.columns });
}

const COLOUR = new RegExp(String.raw`${"\u001B"}\[[\d;]*m`, "g");

/** Text without colour codes; other control codes stay. */
export function withoutColours(text: string): string {
  return text.replaceAll(COLOUR, "");
}

/** How many cells a text takes on a screen, control codes not counted. */
export function shownLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
