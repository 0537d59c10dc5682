import { stripVTControlCharacters } from "node:util";

const ESCAPE = "\u001B";
/** What inquirer takes its last drawing away with: down to its end, then line by line up. */
const ERASING = new RegExp(
  String.raw`^(?:${ESCAPE}\[\d+B)?(?:${ESCAPE}\[2K(?:${ESCAPE}\[1A)?)+${ESCAPE}\[G`,
);
/** How a drawing ends: back up to the line that is typed at, and to its column. */
const END = new RegExp(String.raw`(?:${ESCAPE}\[(\d+)A)?${ESCAPE}\[\d+G$`);
const ERASE_LINE_ABOVE = `${ESCAPE}[1A${ESCAPE}[2K`;
const SHOW_CURSOR = `${ESCAPE}[?25h`;

/** What the input of a question says when that is to be drawn anew. */
export const REDRAW = "redraw";

/** A question as it stands on the screen. */
export type Drawing = {
  /** What inquirer writes, so that it takes away the rows that are there, which may not be those that it counted. */
  readonly mended: (text: string) => string;
  /** Leaves the question as it stands, to be drawn anew below; what is to be written for that. */
  readonly leave: () => string;
};

/** Follows what is drawn of one question on a terminal of `columns()` cells, which folds lines when it is made narrower or cuts them. */
export function createDrawing(columns: () => number, folds: boolean): Drawing {
  let widths: readonly number[] = [];
  let linesBelow = 0;
  let isLeft = false;
  const foldedRows = (): number =>
    widths.reduce((sum, width) => sum + Math.max(0, Math.ceil(width / columns()) - 1), 0);
  return {
    mended: (text) => {
      const end = END.exec(text);
      // The cursor alone moves, or the question is over.
      if (end === null || end.index === 0) return text;
      const erasing = ERASING.exec(text)?.[0] ?? "";
      const drawn = text.slice(erasing.length);
      const more = folds ? ERASE_LINE_ABOVE.repeat(foldedRows()) : "";
      const before = isLeft ? "" : erasing + more;
      const lines = stripVTControlCharacters(drawn).split("\n");
      isLeft = false;
      linesBelow = Number(end[1] ?? 0);
      widths = lines.slice(0, lines.length - linesBelow).map((line) => line.length);
      return before + drawn;
    },
    leave: () => {
      isLeft = true;
      return `${linesBelow === 0 ? "" : `${ESCAPE}[${linesBelow}B`}\n${SHOW_CURSOR}`;
    },
  };
}

/** False for terminals that are known to cut lines when they are made narrower. */
export function foldsLines(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["XTERM_VERSION"] === undefined && env["TERM"] !== "linux";
}
