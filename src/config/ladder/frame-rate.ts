/** A frame rate as an exact fraction, the form MediaLive takes (FramerateNumerator, FramerateDenominator). */
type FrameRate = { readonly numerator: number; readonly denominator: number };

const NTSC: ReadonlyMap<number, number> = new Map([
  [23.976, 24_000],
  [29.97, 30_000],
  [59.94, 60_000],
]);

/** The fractional rates that are understood, for messages and completion. */
export const NTSC_RATES: readonly number[] = [...NTSC.keys()];

/**
 * The exact fraction behind a rate in frames per second: 30 is 30/1, 29.97 is 30000/1001. Undefined for a rate that is
 * neither a whole number from 1 to 120 nor one of {@link NTSC_RATES}.
 */
export function frameRateOf(fps: number): FrameRate | undefined {
  const ntsc = NTSC.get(fps);
  if (ntsc !== undefined) return { numerator: ntsc, denominator: 1001 };
  return Number.isInteger(fps) && fps >= 1 && fps <= 120
    ? { numerator: fps, denominator: 1 }
    : undefined;
}

/** Whether `milliseconds` hold a whole number of frames. */
export function isWholeFrames(milliseconds: number, rate: FrameRate): boolean {
  return (milliseconds * rate.numerator) % (1000 * rate.denominator) === 0;
}
