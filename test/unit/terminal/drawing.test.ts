import { describe, expect, test } from "vitest";
import { createDrawing, foldsLines } from "../../../src/terminal/prompt/drawing.ts";

const ESCAPE = "\u001B[";
const FIRST = `? ${"q".repeat(58)}\n> one\nkeys${ESCAPE}5G`;
/** Inquirer takes away the three lines that it drew. */
const ERASING = `${ESCAPE}2K${ESCAPE}1A`.repeat(2) + `${ESCAPE}2K${ESCAPE}G`;
const ROW_ABOVE = `${ESCAPE}1A${ESCAPE}2K`;

function drawnAt80(folds = true) {
  let columns = 80;
  const drawing = createDrawing(() => columns, folds);
  expect(drawing.mended(FIRST)).toBe(FIRST);
  const resize = (width: number): void => {
    columns = width;
  };
  return { drawing, resize };
}

describe("a question that is drawn again", () => {
  test("takes away what inquirer counted, where the terminal is as wide as before or wider", () => {
    const { drawing, resize } = drawnAt80();
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(`${ERASING}${FIRST}`);
    resize(120);
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(`${ERASING}${FIRST}`);
  });

  test.each([
    [40, 1],
    [20, 2],
  ])("takes away the rows too that a terminal of %i cells has made of its lines", (width, rows) => {
    const { drawing, resize } = drawnAt80();
    resize(width);
    const mended = drawing.mended(`${ERASING}${FIRST}`);
    expect(mended).toBe(`${ERASING}${ROW_ABOVE.repeat(rows)}${FIRST}`);
  });

  test("does not where the terminal cuts lines", () => {
    const { drawing, resize } = drawnAt80(false);
    resize(40);
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(`${ERASING}${FIRST}`);
  });

  test("after it was left takes nothing away, once", () => {
    const { drawing } = drawnAt80();
    expect(drawing.leave()).toBe(`\n${ESCAPE}?25h`);
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(FIRST);
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(`${ERASING}${FIRST}`);
  });

  test("is left below all of its lines", () => {
    const { drawing } = drawnAt80();
    drawing.mended(`${ERASING}? text\nwhy\nhint${ESCAPE}2A${ESCAPE}7G`);
    expect(drawing.leave()).toBe(`${ESCAPE}2B\n${ESCAPE}?25h`);
  });

  test("is not what moves the cursor alone, nor what ends it", () => {
    const { drawing } = drawnAt80();
    drawing.leave();
    for (const text of [`${ESCAPE}9G`, `\n${ESCAPE}G${ESCAPE}?25h`])
      expect(drawing.mended(text)).toBe(text);
    expect(drawing.mended(`${ERASING}${FIRST}`)).toBe(FIRST);
  });
});

test("xterm and Linux's own console cut lines, the others fold them", () => {
  const terminals = [
    { TERM: "xterm-256color" },
    { XTERM_VERSION: "XTerm(390)" },
    { TERM: "linux" },
  ];
  expect(terminals.map((env) => foldsLines(env))).toEqual([true, false, false]);
});
