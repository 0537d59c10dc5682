import type { Colour, Tile } from "../h264/tile.ts";
import { flatTile } from "../h264/tile.ts";
import type { TileGrid } from "../h264/picture.ts";
import type { RungSettings } from "../encoder-settings.ts";
import { paintScene, textScale } from "./scene.ts";
import { createTileSet } from "./tile-set.ts";

/** Paints the pictures of one rung. */
export type PictureSource = {
  readonly tiles: readonly Tile[];
  paint(frame: number, epochMs: number): TileGrid;
  /** Is there a beep each second? */
  readonly beep: boolean;
};

/** Colour bars with rung, UTC and frame number. */
export function testPictures(rung: RungSettings): PictureSource {
  const columns = Math.ceil(rung.width / 16);
  const rows = Math.ceil(rung.height / 16);
  const set = createTileSet(textScale(columns, rows));
  const rate = Math.round(rung.fps.numerator / rung.fps.denominator);
  const label = `${rung.height}p${rate}`;
  return {
    tiles: set.tiles,
    beep: true,
    paint: (frame, epochMs) => paintScene(rung, set, { label, epochMs, frame }),
  };
}

/** One colour, for what is shown while an input is lost. */
export function slatePictures(rung: RungSettings, colour: Colour): PictureSource {
  const columns = Math.ceil(rung.width / 16);
  const rows = Math.ceil(rung.height / 16);
  const grid = { columns, rows, cells: new Uint16Array(columns * rows) };
  return { tiles: [flatTile(colour)], beep: false, paint: () => grid };
}

/** Six hex digits of RGB as limited-range Y, Cb, Cr (ITU-R BT.601); anything else is black. */
export function colourFromHex(hex: string | undefined): Colour {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex ?? "");
  if (match === null) return [16, 128, 128];
  const [red = 0, green = 0, blue = 0] = match
    .slice(1)
    .map((part) => Number.parseInt(part, 16) / 255);
  return [
    Math.round(16 + 65.481 * red + 128.553 * green + 24.966 * blue),
    Math.round(128 - 37.797 * red - 74.203 * green + 112 * blue),
    Math.round(128 + 112 * red - 93.786 * green - 18.214 * blue),
  ];
}
