import { expect, test } from "vitest";
import {
  createRungAligner,
  type RungGop,
} from "../../../../src/sandbox/encoder/inputs/rung-aligner.ts";

function gop(rung: number, startTicks: number, durationTicks = 90_000, pictures = 30): RungGop {
  const picture = { data: Buffer.alloc(0), ptsTicks: startTicks };
  return { rung, startTicks, durationTicks, pictures: Array(pictures).fill(picture), sounds: [] };
}

function align(gopFrames: readonly number[], gops: readonly RungGop[]): string[][] {
  const batches: string[][] = [];
  const aligner = createRungAligner(gopFrames, (ready) => {
    batches.push(ready.map(({ rung, startTicks }) => `${rung}@${startTicks}`));
  });
  for (const each of gops) aligner.add(each);
  return batches;
}

test("a GOP waits until every rung has come as far", () => {
  const gops = [gop(0, 0), gop(0, 90_000), gop(1, 0), gop(1, 90_000), gop(0, 180_000)];
  expect(align([30, 30], gops)).toEqual([
    ["0@0", "1@0"],
    ["0@90000", "1@90000"],
  ]);
});

test("rungs with GOPs of different lengths still end together", () => {
  const gops = [gop(0, 0, 180_000, 60), gop(1, 0), gop(1, 90_000)];
  expect(align([60, 30], gops)).toEqual([["1@0"], ["0@0", "1@90000"]]);
});

test("a GOP that was cut short at the end of its input is dropped on all rungs", () => {
  const gops = [gop(0, 0), gop(1, 0), gop(0, 90_000, 30_000, 10), gop(1, 90_000, 30_000, 10)];
  expect(align([30, 30], gops)).toEqual([["0@0", "1@0"]]);
});
