import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fitsSegmentLimit,
  highestBits,
  longestSegmentMs,
  segmentBits,
  segmentBytes,
  segmentSizeText,
  shareOfLimit,
} from "../../../src/config/ladder/segment-size.ts";
import { seeded } from "../seeded.ts";

const boundaries: readonly (readonly [string, number, number, boolean])[] = [
  ["36,363.636 kbps × 2 s", 36_363_636, 2000, true],
  ["one bit per second more", 36_363_637, 2000, false],
  ["72,727.272 kbps × 1 s", 72_727_272, 1000, true],
  ["one bit per second more at 1 s", 72_727_273, 1000, false],
  ["29,090.909 kbps × 2.5 s", 29_090_909, 2500, true],
  ["one bit per second more at 2.5 s", 29_090_910, 2500, false],
  ["40 Mbps × 1.818 s", 40_000_000, 1818, true],
  ["40 Mbps × 1.819 s", 40_000_000, 1819, false],
  ["the tutorial's 720p rung", 2_692_000, 2000, true],
];

describe("the segment-size rule", () => {
  it.each(boundaries)("judges %s", (_, bits, milliseconds, fits) => {
    expect(fitsSegmentLimit({ bits, milliseconds })).toBe(fits);
  });

  it("refuses a segment of exactly 10,000,000 bytes", () => {
    // 8 × 10^11 = 2^14 × 5^11 has no factor 11, so equality is reached through the item limit only.
    const question = { bits: 8_000_000, milliseconds: 1000 };
    expect(segmentBytes(question)).toBe(1_100_000);
    expect(fitsSegmentLimit(question, "bytes", 1_100_000)).toBe(false);
    expect(fitsSegmentLimit(question, "bytes", 1_100_001)).toBe(true);
  });

  it("reads the limit eight times stricter in the tutorial's reading", () => {
    expect(fitsSegmentLimit({ bits: 4_545_454, milliseconds: 2000 }, "tutorial")).toBe(true);
    expect(fitsSegmentLimit({ bits: 4_545_455, milliseconds: 2000 }, "tutorial")).toBe(false);
    expect(fitsSegmentLimit({ bits: 4_545_455, milliseconds: 2000 })).toBe(true);
  });

  it("shows the tutorial's own example in both units", () => {
    const question = { bits: 3_000_000, milliseconds: 2000 };
    expect(segmentBits(question)).toBe(6_600_000);
    expect(segmentSizeText(question)).toBe("6.60 Mb = 0.83 MB of 10 MB");
  });

  it("agrees with exact arithmetic for every bitrate and length", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 2_000_000_000 }),
        fc.integer({ min: 1000, max: 60_000 }),
        (bits, milliseconds) => {
          const exact = BigInt(bits) * BigInt(milliseconds) * 11n < 800_000_000_000n;
          expect(fitsSegmentLimit({ bits, milliseconds })).toBe(exact);
          expect(shareOfLimit({ bits, milliseconds }) < 1).toBe(exact);
        },
      ),
      seeded("segment sizes", 2000),
    );
  });

  it("proposes ways out that fit, and that one step further do not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 1_000_000_000 }),
        fc.integer({ min: 1000, max: 60_000 }),
        fc.constantFrom("bytes" as const, "tutorial" as const),
        (bits, milliseconds, rule) => {
          const longest = longestSegmentMs(bits, rule);
          expect(fitsSegmentLimit({ bits, milliseconds: longest }, rule)).toBe(true);
          expect(fitsSegmentLimit({ bits, milliseconds: longest + 1 }, rule)).toBe(false);
          const highest = highestBits(milliseconds, rule);
          expect(fitsSegmentLimit({ bits: highest, milliseconds }, rule)).toBe(true);
          expect(fitsSegmentLimit({ bits: highest + 1, milliseconds }, rule)).toBe(false);
        },
      ),
      seeded("ways out of a segment that is too large", 2000),
    );
  });
});
