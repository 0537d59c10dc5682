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

const COLOURS = "(?:\\u001B\\[[\\d;]*m)*";
const COLOURED = new RegExp(`^(${COLOURS})(.*?)(${COLOURS})$`);
const KEPT = "\u00A0";

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

function broken(line: string, { columns, program, continues }: Fit): readonly string[] {
  const words = line.trimStart();
  const indent = " ".repeat(line.length - words.length);
  const room = Math.max(1, columns - indent.length - 2);
  const [, before = "", plain = words, after = ""] = COLOURED.exec(words) ?? [];
  const lines = plain.startsWith(`${program} `)
    ? commandLines(plain, room, continues).map((each) => `${before}${each}${after}`)
    : folded(withWholeCommands(words, program), room + 1, shownLength).map((each) =>
        each.replaceAll(KEPT, " "),
      );
  return lines.flatMap((each, index) =>
    dented(`${indent}${index === 0 ? "" : "  "}${each}`, { columns, program, continues }),
  );
}

/** A line that has only room with less before it gets less; a command that has no room at all is broken as its shell allows. */
function dented(line: string, { columns, program, continues }: Fit): readonly string[] {
  const words = line.trimStart();
  const room = columns - shownLength(words);
  if (shownLength(line) <= columns) return [line];
  if (room >= 0) return [`${" ".repeat(room)}${words}`];
  return words.startsWith(`${program} `)
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
