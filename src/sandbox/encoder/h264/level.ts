/** ITU-T H.264 table A-1: level_idc, MaxMBPS (macroblocks a second), MaxFS (macroblocks a frame). */
const LEVELS = [
  [10, 1_485, 99],
  [11, 3_000, 396],
  [12, 6_000, 396],
  [13, 11_880, 396],
  [20, 11_880, 396],
  [21, 19_800, 792],
  [22, 20_250, 1_620],
  [30, 40_500, 1_620],
  [31, 108_000, 3_600],
  [32, 216_000, 5_120],
  [40, 245_760, 8_192],
  [42, 522_240, 8_704],
  [50, 589_824, 22_080],
  [51, 983_040, 36_864],
  [52, 2_073_600, 36_864],
] as const;

/**
 * The lowest level_idc that holds this picture size and rate; 52 when none does. Bitrate is not looked at (how
 * MediaLive's LEVEL_AUTO decides is inferred from the master playlist in Momento's MediaLive tutorial).
 */
export function automaticLevel(width: number, height: number, framesPerSecond: number): number {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const fits = LEVELS.find(
    ([, perSecond, perFrame]) =>
      macroblocks <= perFrame && macroblocks * framesPerSecond <= perSecond,
  );
  return fits?.[0] ?? 52;
}
