import { commandLines } from "../config/text/command-lines.ts";
import { folded } from "../config/text/fold.ts";
import { shownLength, withoutColours } from "./prompt-streams.ts";

/** How text is fitted into a terminal. */
export type Fit = {
  readonly columns: number;
  /** What commands of ours begin with. */
  readonly program: string;
  readonly continues: string | undefined;
};

const COLOURS = "(?:\\u001B\\[[\\d;]*m)*";
const COLOURED = new RegExp(`^(${COLOURS})(.*?)(${COLOURS})$`);
const KEPT = "\u00A0";
/** What is indented so far stands beside a label already. */
const DEEP = 8;
/** Fewer cells than this make no readable column. */
const LEAST_BESIDE = 30;

/**
 * Text of which no line is wider than the terminal, words whole: for lines that were not fitted where they were made. A line that
 * is a command of ours stays one that can be copied, and one within a sentence stays in one piece, which the terminal may break.
 */
export function fitted(text: string, fit: Fit): string {
  return text
    .split("\n")
    .flatMap((line) => (shownLength(line) > fit.columns ? broken(line, fit) : [line]))
    .join("\n");
}

function broken(line: string, fit: Fit): readonly string[] {
  const { columns, program, continues } = fit;
  const words = line.trimStart();
  const [, before = "", plain = words, after = ""] = COLOURED.exec(words) ?? [];
  const isCommand = isTyped(plain, program);
  // One that takes several lines is of no use in a column.
  const indent = Math.min(line.length - words.length, isCommand ? 4 : columns);
  const hang = isCommand ? indent + 2 : hangOf(line, columns);
  const lines = isCommand
    ? commandLines(plain, Math.max(1, columns - hang), continues).map(
        (each) => `${before}${each}${after}`,
      )
    : sentenceLines(withWholeCommands(words, program), columns - indent, columns - hang);
  return lines.flatMap((each, index) =>
    dented(`${" ".repeat(index === 0 ? indent : hang)}${each}`, fit),
  );
}

function isTyped(words: string, program: string): boolean {
  return words.startsWith(`${program} `) || words.startsWith("curl ");
}

/** Words in lines, of which the first has another room than the others. */
function sentenceLines(words: string, first: number, others: number): readonly string[] {
  const [line = ""] = folded(words, first, shownLength);
  const rest = words.slice(line.length + 1);
  return [line, ...(rest === "" ? [] : folded(rest, others, shownLength))].map((each) =>
    each.replaceAll(KEPT, " "),
  );
}

/** Where the second line of a text begins: below what stands beside its label, where that leaves room enough to read. */
function hangOf(line: string, columns: number): number {
  const indent = line.length - line.trimStart().length;
  const beside = /^ *(?:\S+ )*?\S+ {2,}(?=\S)/.exec(withoutColours(line))?.[0].length ?? 0;
  const isMarked = /^ *\S /.test(withoutColours(line));
  const hang = beside > 0 ? beside : indent >= DEEP && !isMarked ? indent : indent + 2;
  return columns - hang < LEAST_BESIDE ? indent + 2 : hang;
}

/** A line that has only room with less before it gets less; a command that has no room at all is broken as its shell allows. */
function dented(line: string, { columns, program, continues }: Fit): readonly string[] {
  const words = line.trimStart();
  const room = columns - shownLength(words);
  if (shownLength(line) <= columns) return [line];
  if (room >= 0) return [`${" ".repeat(room)}${words}`];
  return isTyped(words, program)
    ? commandLines(words, columns - 4, continues).map(
        (each, index) => `${index === 0 ? "  " : "    "}${each}`,
      )
    : [line];
}

/** The blanks of each command are kept together: verb, flags, and what follows a flag, which may be a word too many. */
function withWholeCommands(words: string, program: string): string {
  const value = "(?:'[^']*'|\"[^\"]*\"|[^\\s-]\\S*)";
  const command = new RegExp(
    `${program.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")} [a-z][\\w-]*(?: -{1,2}[\\w-]+(?: ${value})?)*`,
    "g",
  );
  return words.replaceAll(command, (each) => each.replaceAll(" ", KEPT));
}
