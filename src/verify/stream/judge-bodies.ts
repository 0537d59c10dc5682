import type { Fault } from "./fault.ts";
import type { SegmentReading } from "./read-segment.ts";

/** One may be a part of a cache that was filled while it was written; two are not. */
const LEAST_DIFFERING = 2;

/** Segments that were asked for twice: under one name there is one segment, for as long as it is listed. */
export function judgeBodies(
  pairs: readonly (readonly [SegmentReading, SegmentReading])[],
): readonly Fault[] {
  const differing = pairs.filter(
    ([before, now]) => now.hash !== undefined && now.hash !== before.hash,
  );
  const [first] = differing;
  if (first === undefined || differing.length < Math.min(LEAST_DIFFERING, pairs.length)) return [];
  const [before, now] = first;
  return [
    {
      code: "TWO_WRITERS",
      severity: "fail",
      saw: `${now.segment.name} had ${before.bytes} bytes, and then other ${now.bytes}; ${differing.length} of ${pairs.length} segments`,
      text: "another encoder writes here, with the same names and numbers: viewers get parts of two shows",
      hint: "Find it by its key: see which encoders hold one that may write to this place, and stop the one that does not belong here. Two that are to stand in for each other need names of their own.",
      address: now.segment.address,
    },
  ];
}
