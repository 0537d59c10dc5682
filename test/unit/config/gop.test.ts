import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  effectiveSegmentMs,
  gopChoices,
  isExpressible,
  longestExpressibleMs,
  segmentChoices,
  segmentLengthSeconds,
} from "../../../src/config/ladder/gop.ts";
import { seeded } from "../seeded.ts";

const table: readonly (readonly [number, number, number, boolean])[] = [
  // segment, GOP, effective length, allowed
  [2000, 2000, 2000, true],
  [2000, 1000, 2000, true],
  [2000, 500, 2000, true],
  [2000, 1500, 3000, false],
  [2500, 2500, 2500, true],
  [2500, 1250, 2500, true],
  [2500, 625, 2500, true],
  [2500, 500, 2000, false],
  [1000, 1000, 1000, true],
  [1500, 1500, 1500, true],
  [1500, 500, 1000, false],
  [3000, 1500, 3000, true],
  [6000, 4000, 8000, false],
];

describe("the effective segment length", () => {
  it.each(table)("of %i ms with a GOP of %i ms is %i ms", (segment, gop, effective, isAllowed) => {
    expect(effectiveSegmentMs(segment, gop)).toBe(effective);
    expect(isExpressible(segment, gop)).toBe(isAllowed);
  });

  it("cannot be below one second, because SegmentLength is a whole number of at least 1", () => {
    expect(segmentLengthSeconds(999)).toBe(0);
    expect(isExpressible(999, 999)).toBe(false);
  });

  it("offers the GOPs that make a segment length", () => {
    expect(gopChoices(2000)).toEqual([2000, 1000, 500]);
    expect(gopChoices(2500)).toEqual([2500, 1250, 625]);
  });

  it("offers the segment lengths that a GOP makes, next to the one asked for", () => {
    expect(segmentChoices(2000, 1500)).toEqual([1500, 3000]);
    expect(segmentChoices(2500, 500)).toEqual([2000, 3000]);
  });

  it("offers only choices that are allowed, and always at least one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 60_000 }),
        fc.integer({ min: 100, max: 60_000 }),
        (segment, gop) => {
          const gops = gopChoices(segment);
          expect(gops[0]).toBe(segment);
          for (const choice of gops) expect(isExpressible(segment, choice)).toBe(true);
          if (isExpressible(segment, gop)) return;
          const segments = segmentChoices(segment, gop);
          expect(segments.length).toBeGreaterThan(0);
          for (const choice of segments) expect(isExpressible(choice, gop)).toBe(true);
        },
      ),
      seeded("GOPs and segments", 1000),
    );
  });

  it("rounds the longest segment down to whole frames of every rung", () => {
    expect(longestExpressibleMs(1450, [30])).toBe(1400);
    expect(longestExpressibleMs(1450, [25])).toBe(1440);
    expect(longestExpressibleMs(1450, [30, 25])).toBe(1400);
    expect(longestExpressibleMs(1450, [29.97])).toBe(1400);
    expect(longestExpressibleMs(999, [30])).toBeUndefined();
  });
});
