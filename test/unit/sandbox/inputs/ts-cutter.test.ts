import { expect, test } from "vitest";
import { createTsCutter, type RawGop } from "../../../../src/sandbox/encoder/inputs/ts-cutter.ts";
import { slatePictures } from "../../../../src/sandbox/encoder/test-pattern/picture-source.ts";
import { renderGop } from "../../../../src/sandbox/encoder/test-pattern/render-gop.ts";
import { aRung, someSettings } from "./settings.ts";

const settings = someSettings();
const rung = aRung();

/** GOPs of black as a stream; `startMs` decides where its timestamps begin. */
function stream(count: number, startMs: number): Buffer {
  const pictures = slatePictures(rung, [16, 128, 128]);
  const gops = Array.from({ length: count }, (_, sequence) =>
    renderGop({ settings, rungIndex: 1, rung, pictures, startMs, sequence }),
  );
  return Buffer.concat(gops.map((gop) => gop.packets));
}

function cut(bytes: Buffer, chunkBytes: number, sampleRate = 48_000): RawGop[] {
  const gops: RawGop[] = [];
  const cutter = createTsCutter(sampleRate, (gop) => gops.push(gop));
  for (let at = 0; at < bytes.length; at += chunkBytes)
    cutter.push(bytes.subarray(at, at + chunkBytes));
  cutter.end();
  return gops;
}

test("a stream is cut at its keyframes, with every picture and sound in one GOP", () => {
  const gops = cut(stream(3, 0), 65_536);
  expect(gops.map((gop) => [gop.startTicks, gop.durationTicks])).toEqual([
    [0, 90_000],
    [90_000, 90_000],
    [180_000, 90_000],
  ]);
  expect(gops.map((gop) => gop.pictures.length)).toEqual([30, 30, 30]);
  expect(gops.flatMap((gop) => gop.sounds.map((sound) => sound.ptsTicks))).toEqual(
    Array.from({ length: 141 }, (_, index) => index * 1_920),
  );
});

test.each([1, 187, 188, 189, 1_000])("chunks of %i bytes make no difference", (chunkBytes) => {
  const bytes = stream(2, 0);
  expect(cut(bytes, chunkBytes)).toEqual(cut(bytes, bytes.length));
});

test("timestamps go on over the wrap of 33 bits", () => {
  const wrapMs = 2 ** 33 / 90;
  const gops = cut(stream(4, wrapMs - 1_500), 65_536);
  const starts = gops.map((gop) => gop.startTicks);
  expect(starts.map((ticks) => ticks - (starts[0] ?? 0))).toEqual([0, 90_000, 180_000, 270_000]);
});

test("bytes before the first packet are passed over", () => {
  const bytes = Buffer.concat([Buffer.from("not a packet"), stream(2, 0)]);
  expect(cut(bytes, 4_096).map((gop) => gop.startTicks)).toEqual([0, 90_000]);
});

test("pictures before the first keyframe are dropped", () => {
  const bytes = stream(2, 0);
  const tables = bytes.subarray(0, 2 * 188);
  const late = bytes.indexOf(tables.subarray(0, 3), 188 * 2);
  const torn = Buffer.concat([tables, bytes.subarray(188 * 40, late), bytes.subarray(late)]);
  expect(cut(torn, 4_096).map((gop) => gop.startTicks)).toEqual([90_000]);
});
