import { commandLines } from "../config/text/command-lines.ts";
import { folded } from "../config/text/fold.ts";
import { shownLength } from "./prompt-streams.ts";

/** How text is fitted into a terminal. */
export type Fit = {
  readonly columns: number;
  /** What commands of ours begin with. */
  readonly program: string;
  readonly continues: string | undefined;
};

/**
 * Text of which no line is wider than the terminal, words whole: for lines that nobody fitted who knew what they say. A line that
 * is a command of ours stays one that can be copied. Pure.
 */
export function fitted(text: string, fit: Fit): string {
  return text
    .split("\n")
    .flatMap((line) => (shownLength(line) > fit.columns ? broken(line, fit) : [line]))
    .join("\n");
}

function broken(line: string, { columns, program, continues }: Fit): readonly string[] {
  const words = line.trimStart();
  const indent = " ".repeat(line.length - words.length);
  const room = Math.max(1, columns - indent.length - 2);
  const lines = words.startsWith(program)
    ? commandLines(words, room, continues)
    : folded(words, room + 1, shownLength);
  return lines.map((each, index) => `${indent}${index === 0 ? "" : "  "}${each}`);
}
