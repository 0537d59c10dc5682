import { encode } from "uqr";
import { describe, expect, test } from "vitest";
import { withoutColours } from "../../../src/terminal/prompt-streams.ts";
import { renderQrCode } from "../../../src/terminal/qr-code.ts";
import { createStyle } from "../../../src/terminal/style.ts";

const URL = "https://d111111abcdef8.cloudfront.net/playlist.m3u8";
const style = (plain: boolean) => createStyle({ isTTY: true, env: {}, plain });

/** Reads the half-height blocks back, as a camera would: true where there is ink. */
function inked(text: string): readonly (readonly boolean[])[] {
  return withoutColours(text)
    .split("\n")
    .flatMap((line) => {
      const cells = line.slice(2).split("");
      return [cells.map((cell) => "█▀".includes(cell)), cells.map((cell) => "█▄".includes(cell))];
    });
}

describe("a QR code in the terminal", () => {
  const { data, size } = encode(URL, { ecc: "L", border: 2 });

  test.each([
    ["dark on light where there are colours", false],
    ["light on dark where there are none", true],
  ])("is %s, module for module", (_name, plain) => {
    const seen = inked(renderQrCode(URL, 100, style(plain)) ?? "");
    expect(seen.slice(0, size)).toEqual(data.map((row) => row.map((dark) => dark !== plain)));
  });

  test("is left out of a terminal that is too narrow, and of one of 0 columns", () => {
    expect(renderQrCode(URL, size + 2, style(true))).toBe(renderQrCode(URL, 100, style(true)));
    expect(renderQrCode(URL, size + 1, style(true))).toBeUndefined();
    expect(renderQrCode(URL, 0, style(true))).toBeUndefined();
  });
});
