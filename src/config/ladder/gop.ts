// MediaLive's SegmentLength is an integer of at least one second (MediaLive API model).
const SHORTEST_SEGMENT_MS = 1000;
// Below half a second keyframes cost more than they give; such GOPs are valid but not suggested.
const SHORTEST_SUGGESTED_GOP_MS = 500;

/** SegmentLength as sent to MediaLive: whole seconds, rounded down. */
export function segmentLengthSeconds(segmentMs: number): number {
  return Math.floor(segmentMs / 1000);
}

/**
 * How long segments become, in whole milliseconds: MediaLive ends one at the first keyframe at or after SegmentLength
 * (MediaLive API model), so at ceil(SegmentLength ÷ GOP) × GOP. Both lengths in whole milliseconds.
 */
export function effectiveSegmentMs(segmentMs: number, gopMs: number): number {
  return Math.ceil((segmentLengthSeconds(segmentMs) * 1000) / gopMs) * gopMs;
}

/** Whether segments become as long as asked: at least a second, and the effective length equal to the one wanted. */
export function isExpressible(segmentMs: number, gopMs: number): boolean {
  return segmentMs >= SHORTEST_SEGMENT_MS && effectiveSegmentMs(segmentMs, gopMs) === segmentMs;
}

/** GOP lengths, longest first, that make segments of exactly `segmentMs`: whole milliseconds of at least half a second. */
export function gopChoices(segmentMs: number): readonly number[] {
  const choices: number[] = [];
  for (let parts = 1; segmentMs / parts >= SHORTEST_SUGGESTED_GOP_MS; parts += 1) {
    const gopMs = segmentMs / parts;
    if (Number.isInteger(gopMs) && isExpressible(segmentMs, gopMs)) choices.push(gopMs);
  }
  return choices;
}

/** Segment lengths next to `segmentMs`, below and above, that a GOP can make; shortest first. */
export function segmentChoices(segmentMs: number, gopMs: number): readonly number[] {
  const below = Math.floor(segmentMs / gopMs);
  // Every whole second holds one expressible multiple at the most, so the search ends within two seconds' worth of GOPs.
  const reach = Math.ceil(2000 / gopMs) + 1;
  const multiple = (count: number): number => count * gopMs;
  const isChoice = (length: number): boolean => isExpressible(length, gopMs);
  const counts = Array.from({ length: reach }, (_, index) => index);
  const lower = counts.map((index) => multiple(below - index)).find(isChoice);
  const upper = counts.map((index) => multiple(below + 1 + index)).find(isChoice);
  return [lower, upper].filter((length) => length !== undefined);
}

/**
 * The longest segment of at most `limitMs` that a channel can be asked for with a GOP of the same length: whole
 * milliseconds and whole frames at every one of the rates (29.97 counts as 30). Undefined below one second.
 */
export function longestExpressibleMs(limitMs: number, fps: readonly number[]): number | undefined {
  const isWholeEverywhere = (length: number): boolean =>
    fps.every((rate) => (length * Math.round(rate)) % 1000 === 0);
  // A whole second is whole frames at every rate, so the search ends within one.
  for (let length = Math.floor(limitMs); length >= SHORTEST_SEGMENT_MS; length -= 1)
    if (isWholeEverywhere(length)) return length;
  return undefined;
}
