import { type Colour, flatTile, lumaTile, type Tile } from "../h264/tile.ts";
import { DRAWABLE, inked } from "./font.ts";

/** 75 % colour bars in 8-bit Y, Cb, Cr (ITU-R BT.601): white, yellow, cyan, green, magenta, red, blue. */
export const BARS: readonly Colour[] = [
  [180, 128, 128],
  [162, 44, 142],
  [131, 156, 44],
  [112, 72, 58],
  [84, 184, 198],
  [65, 100, 212],
  [35, 212, 114],
];
const BLACK: Colour = [16, 128, 128];
const INK = 235;
const TRACK: Colour = [40, 128, 128];
const MARKER: Colour = [INK, 128, 128];

/** The tiles of a scene, and where to find each in the list. */
export type TileSet = {
  readonly tiles: readonly Tile[];
  /** Tile of bar 0–6. */
  bar(index: number): number;
  readonly panel: number;
  readonly track: number;
  readonly marker: number;
  /** Tile that shows the part (column, row) of a character drawn `scale` tiles wide and high. */
  glyph(character: string, column: number, row: number): number;
};

/** All tiles for text of the given scale. */
export function createTileSet(scale: number): TileSet {
  const tiles: Tile[] = [...BARS, BLACK, TRACK, MARKER].map(flatTile);
  const [panel, track, marker] = [BARS.length, BARS.length + 1, BARS.length + 2];
  const firstGlyph = tiles.length;
  for (const character of DRAWABLE) {
    for (let part = 0; part < scale * scale; part++) {
      const [left, top] = [(part % scale) * 16, Math.floor(part / scale) * 16];
      const ink = (x: number, y: number): boolean =>
        inked(character, Math.floor((left + x) / scale), Math.floor((top + y) / scale));
      tiles.push(lumaTile((x, y) => (ink(x, y) ? INK : BLACK[0])));
    }
  }
  return {
    tiles,
    bar: (index) => index,
    panel,
    track,
    marker,
    glyph: (character, column, row) => {
      const index = DRAWABLE.indexOf(character);
      return index < 0 || character === " "
        ? panel
        : firstGlyph + index * scale * scale + row * scale + column;
    },
  };
}
