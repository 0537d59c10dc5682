/** One row of ITU-T H.264 Annex A, table A-1. */
type Level = {
  /** Ten times the level, as level_idc has it: 31 for level 3.1. */
  readonly idc: number;
  readonly maxMacroblocksPerSecond: number;
  readonly maxFrameMacroblocks: number;
  /** Units of 1,000 bits per second, for Baseline and Main. */
  readonly maxVideoKbps: number;
};

const TABLE: readonly (readonly [number, number, number, number])[] = [
  [10, 1_485, 99, 64],
  [11, 3_000, 396, 192],
  [12, 6_000, 396, 384],
  [13, 11_880, 396, 768],
  [20, 11_880, 396, 2_000],
  [21, 19_800, 792, 4_000],
  [22, 20_250, 1_620, 4_000],
  [30, 40_500, 1_620, 10_000],
  [31, 108_000, 3_600, 14_000],
  [32, 216_000, 5_120, 20_000],
  [40, 245_760, 8_192, 20_000],
  [41, 245_760, 8_192, 50_000],
  [42, 522_240, 8_704, 50_000],
  [50, 589_824, 22_080, 135_000],
  [51, 983_040, 36_864, 240_000],
  [52, 2_073_600, 36_864, 240_000],
];

const LEVELS = TABLE.map(
  ([idc, maxMacroblocksPerSecond, maxFrameMacroblocks, maxVideoKbps]): Level => ({
    idc,
    maxMacroblocksPerSecond,
    maxFrameMacroblocks,
    maxVideoKbps,
  }),
);

/** What a level is chosen for: pixels, frames per second and kbps. */
type Picture = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoKbps: number;
};

/**
 * The lowest H.264 level (level_idc, 30 for 3.0) whose frame size, macroblock rate and bitrate hold the picture, for the
 * Main profile; undefined above level 5.2, the highest that MediaLive knows (MediaLive API model). Source: ITU-T H.264
 * Annex A, table A-1. The tutorial's three rungs come out as 3.0, 1.3 and 3.1, as its master playlist shows.
 */
export function h264LevelOf(picture: Picture): number | undefined {
  const columns = Math.ceil(picture.width / 16);
  const rows = Math.ceil(picture.height / 16);
  const macroblocks = columns * rows;
  return LEVELS.find(
    (level) =>
      macroblocks <= level.maxFrameMacroblocks &&
      Math.max(columns, rows) ** 2 <= 8 * level.maxFrameMacroblocks &&
      macroblocks * picture.fps <= level.maxMacroblocksPerSecond &&
      picture.videoKbps <= level.maxVideoKbps,
  )?.idc;
}
