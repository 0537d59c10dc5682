import { createBitWriter, type BitWriter } from "./bits.ts";
import { writeMacroblock } from "./macroblock.ts";
import { accessUnitDelimiter, NAL, nalUnit } from "./nal-unit.ts";
import {
  FRAME_NUM_BITS,
  pictureParameterSet,
  sequenceParameterSet,
  type VideoFormat,
} from "./parameter-sets.ts";
import type { Tile } from "./tile.ts";

/** A picture as macroblocks: indices into a tile set, row by row. */
export type TileGrid = {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Uint16Array;
};

/**
 * One access unit: the picture as a whole when `before` is undefined (IDR, parameter sets included), else only what
 * changed since.
 */
export function encodePicture({
  tiles,
  picture,
  before,
  position,
}: {
  readonly tiles: readonly Tile[];
  readonly picture: TileGrid;
  readonly before: TileGrid | undefined;
  readonly position: {
    readonly format: VideoFormat;
    readonly gop: number;
    readonly frameInGop: number;
  };
}): Buffer {
  const key = before === undefined;
  const bits = createBitWriter(1 << 14);
  sliceHeader({ bits, key, gop: position.gop, frameInGop: position.frameInGop });
  sliceData({ bits, tiles, grid: picture, before });
  const slice = nalUnit(key ? NAL.idrSlice : NAL.slice, bits);
  if (!key) return Buffer.concat([accessUnitDelimiter(false), slice]);
  return Buffer.concat([
    accessUnitDelimiter(true),
    sequenceParameterSet(position.format),
    pictureParameterSet(),
    slice,
  ]);
}

/** ITU-T H.264 7.3.3, with the in-loop filter off: it would soften what is meant to be exact. */
function sliceHeader({
  bits,
  key,
  gop,
  frameInGop,
}: {
  readonly bits: BitWriter;
  readonly key: boolean;
  readonly gop: number;
  readonly frameInGop: number;
}): void {
  bits.ue(0);
  bits.ue(key ? 7 : 5);
  bits.ue(0);
  bits.put(FRAME_NUM_BITS, frameInGop % (1 << FRAME_NUM_BITS));
  if (key) bits.ue(gop & 1);
  else bits.put(2, 0);
  bits.put(key ? 2 : 1, 0);
  bits.se(0);
  bits.ue(1);
}

function sliceData({
  bits,
  tiles,
  grid: { columns, cells },
  before,
}: {
  readonly bits: BitWriter;
  readonly tiles: readonly Tile[];
  readonly grid: TileGrid;
  readonly before: TileGrid | undefined;
}): void {
  const tileAt = (index: number | undefined): Tile | undefined =>
    index === undefined ? undefined : tiles[cells[index] ?? 0];
  const sentAsPcm = new Uint8Array(cells.length);
  let skipped = 0;
  for (let index = 0; index < cells.length; index++) {
    const id = cells[index] ?? 0;
    if (before !== undefined) {
      if (before.cells[index] === id) {
        skipped++;
        continue;
      }
      bits.ue(skipped);
      skipped = 0;
    }
    const tile = tiles[id];
    if (tile === undefined) throw new RangeError(`no tile ${id}`);
    const beside = index % columns === 0 ? undefined : index - 1;
    const above = index < columns ? undefined : index - columns;
    const pcm = writeMacroblock({
      bits,
      tile,
      neighbours: {
        left: tileAt(beside),
        top: tileAt(above),
        pcm: sentAsPcm[beside ?? -1] === 1 || sentAsPcm[above ?? -1] === 1,
      },
      key: before === undefined,
    });
    if (pcm) sentAsPcm[index] = 1;
  }
  if (skipped > 0) bits.ue(skipped);
}
