import { expect, test } from "vitest";
import { createAudioGrid } from "../../../../src/sandbox/encoder/inputs/audio-grid.ts";
import type { Sound } from "../../../../src/sandbox/encoder/inputs/ts-cutter.ts";

const STEP = 1_920;
const sound = (ptsTicks: number): Sound => ({ frame: Buffer.from(`at ${ptsTicks}`), ptsTicks });
const sounds = (from: number, count: number): Sound[] =>
  Array.from({ length: count }, (_, index) => sound(from + index * STEP));
const isFrom = ({ frame }: Sound): boolean => frame.toString().startsWith("at ");

test("frames keep their distance over a seam between sources of different phase", () => {
  const grid = createAudioGrid(0, 48_000);
  const first = grid.fill(sounds(0, 47), 0, 90_000);
  const second = grid.fill(sounds(500, 47), 90_000, 180_000);
  const all = [...first, ...second];
  expect(all.map(({ ptsTicks }) => ptsTicks)).toEqual(all.map((_, index) => index * STEP));
  expect(all.every(isFrom)).toBe(true);
});

test("places without a frame are silence that a decoder reads as stereo AAC", () => {
  const grid = createAudioGrid(0, 48_000);
  const filled = grid.fill([sound(0), sound(3 * STEP)], 0, 5 * STEP);
  expect(filled.map(isFrom)).toEqual([true, false, false, true, false]);
  expect(filled[1]?.frame.subarray(0, 2).toString("hex")).toBe("fff1");
});

test("frames that come twice or too late are left out", () => {
  const grid = createAudioGrid(0, 48_000);
  grid.fill(sounds(0, 2), 0, 2 * STEP);
  const filled = grid.fill([sound(0), sound(STEP), sound(2 * STEP)], 0, 3 * STEP);
  expect(filled.map(({ frame }) => frame.toString())).toEqual([`at ${2 * STEP}`]);
});

test("at 44.1 kHz, where a frame is no whole number of ticks, nothing drifts in an hour", () => {
  const grid = createAudioGrid(0, 44_100);
  const hour = 3_600 * 90_000;
  const filled = grid.fill([], 0, hour);
  expect(filled.length).toBe(Math.ceil((3_600 * 44_100) / 1_024));
  const last = filled.at(-1)?.ptsTicks ?? 0;
  expect(last).toBe(Math.round(((filled.length - 1) * 1_024 * 90_000) / 44_100));
});
