import { encode } from "uqr";
import { shownLength } from "./prompt-streams.ts";
import type { Style } from "./style.ts";

/** Scanners want light around the code (ISO/IEC 18004 asks for four modules; two are enough on a screen of its own). */
const QUIET_MODULES = 2;
const INDENT = "  ";

/**
 * A text as a QR code of half-height blocks, or undefined when the terminal is too narrow for it. With colours it is dark on
 * light whatever the terminal's own colours are; without, light modules are drawn, as on a dark terminal.
 */
export function renderQrCode(text: string, columns: number, style: Style): string | undefined {
  const { data, size } = encode(text, { ecc: "L", border: QUIET_MODULES });
  if (size + shownLength(INDENT) > columns) return undefined;
  const hasColours = style.level > 0;
  const isInk = (row: number, column: number): boolean =>
    (data[row]?.[column] ?? false) === hasColours;
  const lines: string[] = [];
  for (let row = 0; row < size; row += 2) {
    let line = "";
    for (let column = 0; column < size; column += 1) {
      const isBelow = row + 1 < size && isInk(row + 1, column);
      line += block(isInk(row, column), isBelow);
    }
    lines.push(`${INDENT}${hasColours ? style.darkOnLight(line) : line}`);
  }
  return lines.join("\n");
}

function block(top: boolean, bottom: boolean): string {
  if (top) return bottom ? "█" : "▀";
  return bottom ? "▄" : " ";
}
