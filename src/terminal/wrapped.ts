import { folded } from "../config/text/fold.ts";
import type { OutputStream } from "../context.ts";
import { shownLength, USUAL_COLUMNS } from "./prompt-streams.ts";

/** A log is searched by line, so nothing is broken there. */
const LOG_COLUMNS = 1_000;
/** Narrower than this a word a line would help nobody. */
const LEAST_COLUMNS = 20;

/** How many cells a line of this stream may take: a file or a log has room for all, unless COLUMNS says otherwise. */
export function columnsOf({ isTTY, columns }: Pick<OutputStream, "isTTY" | "columns">): number {
  if (isTTY !== true) return columns ?? LOG_COLUMNS;
  return Math.max(LEAST_COLUMNS, columns !== undefined && columns > 0 ? columns : USUAL_COLUMNS);
}

/**
 * Text broken at blanks so that no line takes more than `columns` cells, with `first` before the first line and as many
 * blanks before the others. A word that is longer than a line (a URL, an id) stays whole, so that it can be copied.
 */
export function wrappedAt(text: string, columns: number, first = ""): string {
  const indent = " ".repeat(shownLength(first));
  return folded(text, columns - indent.length, shownLength)
    .map((each, index) => `${index === 0 ? first : indent}${each}`)
    .join("\n");
}

/** A question's text behind its mark. */
export function fitting(message: string, columns: number): string {
  return wrappedAt(message, columns, "  ").trimStart();
}

/** An option takes one line, because the pointer moves by lines: of one that is longer, the words that fit, or what fits of one word. */
export function cut(text: string, cells: number): string {
  if (text.length <= cells) return text;
  // In ASCII the sign takes three.
  const room = cells - 3;
  const [words = ""] = folded(text, room);
  return words.length > cells / 2 && words.length < room ? `${words} …` : `${text.slice(0, room)}…`;
}

/**
 * Lines that leave nothing of what stood in their place: a terminal that was made narrower has folded what was drawn into more of
 * them than are erased.
 */
export function overdrawn(lines: string): string {
  return `${lines.replaceAll("\n", "\u001B[K\n")}\u001B[J`;
}

/** A remark of one paragraph behind its mark. A log is searched by line: there it is not broken. */
export function remark(mark: string, text: string, stream: OutputStream): string {
  const whole = `${mark} ${text}`;
  const columns = columnsOf(stream);
  return columns < LOG_COLUMNS ? wrappedAt(text, columns, `${mark} `) : whole;
}
