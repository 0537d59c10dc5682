import { automaticLevel } from "../h264/level.ts";
import type { VideoFormat } from "../h264/parameter-sets.ts";
import { encodePicture, type TileGrid } from "../h264/picture.ts";
import type { Tile } from "../h264/tile.ts";
import type { RungSettings } from "../encoder-settings.ts";

const PROFILE_IDC: Readonly<Record<string, number>> = { BASELINE: 66, MAIN: 77 };
const HIGH_IDC = 100;

/** What goes into the sequence parameter set of a rung. Profiles above High are written as High, of which they are supersets. */
export function videoFormat(rung: RungSettings): VideoFormat {
  return {
    width: rung.width,
    height: rung.height,
    fps: rung.fps,
    pixelAspect: rung.pixelAspect,
    profileIdc: PROFILE_IDC[rung.profile] ?? HIGH_IDC,
    levelIdc:
      rung.level ??
      automaticLevel(rung.width, rung.height, rung.fps.numerator / rung.fps.denominator),
  };
}

/** The access units of one closed GOP, IDR first. `paint(i)` is its i-th picture. */
export function encodeGop({
  format,
  tiles,
  gop,
  frames,
  paint,
}: {
  readonly format: VideoFormat;
  readonly tiles: readonly Tile[];
  readonly gop: number;
  readonly frames: number;
  readonly paint: (frameInGop: number) => TileGrid;
}): readonly Buffer[] {
  const units: Buffer[] = [];
  let before: TileGrid | undefined;
  for (let frameInGop = 0; frameInGop < frames; frameInGop++) {
    const picture = paint(frameInGop);
    units.push(encodePicture({ tiles, picture, before, position: { format, gop, frameInGop } }));
    before = picture;
  }
  return units;
}
