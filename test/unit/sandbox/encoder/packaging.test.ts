import { expect, test } from "vitest";
import type { Gop } from "../../../../src/sandbox/encoder/encoder-settings.ts";
import {
  nominalBytes,
  padWithNullPackets,
} from "../../../../src/sandbox/encoder/packaging/null-padding.ts";
import {
  createRestamper,
  type Restamper,
} from "../../../../src/sandbox/encoder/packaging/restamp.ts";
import type { Segment } from "../../../../src/sandbox/encoder/packaging/segment.ts";
import { createSegmenter } from "../../../../src/sandbox/encoder/packaging/segmenter.ts";
import { testPictures } from "../../../../src/sandbox/encoder/test-pattern/picture-source.ts";
import { renderGop } from "../../../../src/sandbox/encoder/test-pattern/render-gop.ts";
import { encoderSettings, rungSettings } from "./support/settings.ts";
import { checkSegments } from "./support/ts-check.ts";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const PIDS = { pmtPid: 480, videoPid: 481, audioPid: 492 };
const STREAM = { transportStreamId: 1, programNumber: 1, ...PIDS };
const rung = rungSettings({ width: 64, height: 48 });

const gops = (gopFrames: number, count: number, first = 0): Gop[] =>
  Array.from({ length: count }, (_, index) =>
    renderGop({
      settings: encoderSettings([rung], { gopFrames }),
      rungIndex: 0,
      rung,
      pictures: testPictures(rung),
      startMs: START_MS,
      sequence: first + index,
    }),
  );

const segmentsOf = (
  segmentLengthSeconds: number,
  input: readonly Gop[],
  restamper: Restamper = createRestamper(STREAM, true),
): Segment[] => {
  const segmenter = createSegmenter(segmentLengthSeconds, restamper, () => START_MS + 1000);
  return input.flatMap((gop) => [...segmenter.push(gop)]);
};

test.each([
  ["GOPs of 2 s to 2 s", 2, 60, 4, 4, 2],
  ["GOPs of 1 s to 2 s", 2, 30, 8, 4, 2],
  ["GOPs of 2.5 s to 2.5 s, since only keyframes end a segment", 2, 75, 4, 4, 2.5],
  ["GOPs of 1.5 s to 3 s", 2, 45, 8, 4, 3],
  ["GOPs of 0.5 s to 2 s", 2, 15, 8, 2, 2],
])("SegmentLength 2 joins %s", (_name, length, gopFrames, count, expected, seconds) => {
  const segments = segmentsOf(length, gops(gopFrames, count));
  expect(segments.map(({ durationTicks }) => durationTicks / 90_000)).toEqual(
    Array.from({ length: expected }, () => seconds),
  );
  expect(segments.map(({ sequence }) => sequence)).toEqual(segments.map((_, index) => index + 1));
  const { problems, videoGaps } = checkSegments(segments.map(({ packets }) => packets));
  expect(problems).toEqual([]);
  expect([...videoGaps.keys()]).toEqual([3000]);
});

test("a source that is a few ticks short does not get twice the segment", () => {
  const short = gops(60, 3).map((gop) => ({ ...gop, durationTicks: 179_990 }));
  expect(segmentsOf(2, short).length).toBe(3);
});

test("segments start at the moments that their durations add up to", () => {
  const starts = segmentsOf(2, gops(30, 6)).map(({ startMs }) => startMs);
  expect(starts).toEqual([START_MS, START_MS + 2000, START_MS + 4000]);
});

test("a discontinuity ends the segment before it and marks the one after", () => {
  const [first, second, third, fourth] = gops(30, 4);
  if (!first || !second || !third || !fourth) throw new Error("four GOPs expected");
  const segments = segmentsOf(2, [first, { ...second, discontinuity: true }, third, fourth]);
  expect(
    segments.map(({ durationTicks, discontinuity }) => [durationTicks, discontinuity]),
  ).toEqual([
    [90_000, false],
    [180_000, true],
  ]);
});

test("PIDs are those of the settings, whatever the source used, and counters go on", () => {
  const pids = { pmtPid: 600, videoPid: 601, audioPid: 602 };
  const restamper = createRestamper({ transportStreamId: 9, programNumber: 3, ...pids }, true);
  const segments = segmentsOf(2, gops(60, 3), restamper).map(({ packets }) => packets);
  const verdict = checkSegments(segments, { pmt: 600, video: 601, audio: 602 });
  expect(verdict.problems).toEqual([]);
  expect([...verdict.pids].sort((one, other) => one - other)).toEqual([0, 600, 601, 602]);
});

test("an output without audio has none, also when the source does", () => {
  const [segment] = segmentsOf(2, gops(60, 1), createRestamper(STREAM, false));
  expect(checkSegments([segment?.packets ?? Buffer.alloc(0)]).pids.has(492)).toBe(false);
});

test("padding brings a segment to its nominal size and changes nothing else", () => {
  const segments = segmentsOf(2, gops(60, 2));
  const bytes = nominalBytes(1_628_000, 180_000);
  expect(bytes).toBe(427_324);
  const padded = segments.map(({ packets }) => padWithNullPackets(packets, bytes));
  expect(padded.map((segment) => segment.length)).toEqual([bytes, bytes]);
  expect(checkSegments(padded).problems).toEqual([]);
  const longest = longestRunOfReal(padded[0] ?? Buffer.alloc(0));
  expect(longest).toBeLessThan(3);
  expect(padWithNullPackets(padded[0] ?? Buffer.alloc(0), 188)).toBe(padded[0]);
});

/** The most packets in a row that are not padding: small when it is spread evenly. */
function longestRunOfReal(segment: Buffer): number {
  let [longest, run] = [0, 0];
  for (let at = 0; at < segment.length; at += 188) {
    run = (segment.readUInt16BE(at + 1) & 0x1fff) === 0x1fff ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
