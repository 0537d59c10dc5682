import { stripVTControlCharacters } from "node:util";
import type { Context } from "../context.ts";
import { rewriting, unguarded } from "./guarded-stream.ts";
import { unmarked } from "./own-sequences.ts";
import { createDrawing, foldsLines, REDRAW } from "./prompt/drawing.ts";
import { stoppable } from "./prompt/stoppable.ts";
import { createStyle, type Style } from "./style.ts";

/** What asking needs of the outside world. */
export type PromptContext = Pick<Context, "stdin" | "stderr" | "signal" | "env">;

/** The colours of questions, by the same rule as everything else on stderr. */
export function promptStyle({ env }: Pick<PromptContext, "env">): Style {
  return createStyle({ isTTY: true, env, plain: false });
}

/** What a prompt reads from and writes to; questions go to stderr, because stdout carries the result. */
type PromptStreams = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
};

/** A terminal of 0 columns tells nothing; then it is treated as one of 80. */
export const USUAL_COLUMNS = 80;

/** An answered prompt has settled long before this. */
const SETTLING_MS = 50;

/**
 * Runs one prompt, which seals what it shows of others' words: it moves the cursor, so its stream cannot. Inquirer colours by
 * itself and does not know our rule, so colours are taken out on the way where there shall be none. And it does not notice Ctrl-D: it closes its input and waits for ever. So a closed input that is not
 * followed by an answer aborts the prompt, which rejects then as it does on Ctrl-C. A question is drawn anew when the terminal is
 * resized, and when the run goes on that was stopped at it.
 */
export async function onStreams<Answer>(
  context: PromptContext,
  prompt: (streams: PromptStreams) => Promise<Answer>,
): Promise<Answer> {
  const { stdin, stderr, env } = context;
  const leaving = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onClosed = (): void => {
    timer = setTimeout(() => leaving.abort(), SETTLING_MS);
  };
  const drawing = createDrawing(() => stderr.columns || USUAL_COLUMNS, foldsLines(env));
  const redraw = (): void => void stdin.emit(REDRAW);
  const stop = stoppable(stdin, {
    onStop: () => void unguarded(stderr).write(drawing.leave()),
    onContinued: () => void drawing.leave(),
  });
  const colours = promptStyle(context).level === 0 ? withoutColours : unmarked;
  stdin.on("pause", onClosed);
  stderr.on("resize", redraw);
  try {
    return await prompt({
      input: stop.input,
      output: rewriting(unguarded(stderr), (text) => colours(drawing.mended(text))),
      signal: AbortSignal.any([context.signal, leaving.signal]),
    });
  } finally {
    stdin.off("pause", onClosed);
    stderr.off("resize", redraw);
    stop.forget();
    clearTimeout(timer);
  }
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
