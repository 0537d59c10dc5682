import type { TileGrid } from "../h264/picture.ts";
import { BARS, type TileSet } from "./tile-set.ts";

/** What is drawn over the bars of one frame. */
type Caption = {
  /** `480p30` */
  readonly label: string;
  /** UTC of the frame, epoch milliseconds. */
  readonly epochMs: number;
  /** Frame number since the start of the run. */
  readonly frame: number;
};

const LINES = 3;
const MAX_LINE_LENGTH = 12;
const PANEL_TOP = 0.62;
const MARKER_FRAMES_PER_STEP = 3;

/** How many macroblocks wide and high a character is drawn in a picture of this size. */
export function textScale(columns: number, rows: number): number {
  const scale = Math.min(Math.floor(rows / 20), Math.floor(columns / MAX_LINE_LENGTH));
  return Math.min(4, Math.max(1, scale));
}

/** The test picture: colour bars, a panel with rung, wall clock and frame number, a marker that runs along the bottom. */
export function paintScene(
  size: { readonly width: number; readonly height: number },
  set: TileSet,
  caption: Caption,
): TileGrid {
  const columns = Math.ceil(size.width / 16);
  const rows = Math.ceil(size.height / 16);
  const cells = new Uint16Array(columns * rows);
  for (let column = 0; column < columns; column++) {
    const bar = set.bar(Math.floor((column * BARS.length) / columns));
    for (let row = 0; row < rows; row++) cells[row * columns + column] = bar;
  }
  const grid = { columns, rows, cells };
  const bottom = Math.max(0, Math.floor(size.height / 16) - 1);
  paintPanel({ grid, set, lines: captionLines(caption), bottom });
  cells.fill(set.track, bottom * columns, (bottom + 1) * columns);
  const marker = Math.floor(caption.frame / MARKER_FRAMES_PER_STEP) % columns;
  cells[bottom * columns + marker] = set.marker;
  return grid;
}

function captionLines({ label, epochMs, frame }: Caption): readonly string[] {
  const clock = new Date(epochMs).toISOString().slice(11, 21);
  return [label, `${clock}Z`, `#${String(frame).padStart(7, "0")}`];
}

function paintPanel({
  grid: { columns, rows, cells },
  set,
  lines,
  bottom,
}: {
  readonly grid: TileGrid;
  readonly set: TileSet;
  readonly lines: readonly string[];
  readonly bottom: number;
}): void {
  const scale = textScale(columns, rows);
  const top = Math.max(0, Math.min(Math.floor(rows * PANEL_TOP), bottom - LINES * scale));
  for (let row = top; row < Math.min(bottom, top + LINES * scale); row++) {
    const line = lines[Math.floor((row - top) / scale)] ?? "";
    for (let column = 0; column < columns; column++) {
      const character = line[Math.floor((column - scale) / scale)];
      const inText = column >= scale && character !== undefined;
      cells[row * columns + column] = inText
        ? set.glyph(character, column % scale, (row - top) % scale)
        : set.panel;
    }
  }
}
