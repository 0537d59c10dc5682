import * as fc from "fast-check";
import { expect, test } from "vitest";
import { endAfterPicture, firstEnd } from "../../../../src/core/auto-stop/end-time.ts";
import { seeded } from "../../seeded.ts";

const HOUR = 3_600_000;

test("the first end leaves ten minutes for the start and is a whole minute", () => {
  const awsNow = Date.UTC(2026, 10, 27, 20, 0, 30);
  expect(firstEnd({ awsNow, durationMs: 2 * HOUR })).toBe(Date.UTC(2026, 10, 27, 22, 11));
});

test("the end after the picture counts on AWS's clock, whatever ours says", () => {
  const pictureAt = Date.UTC(2026, 10, 27, 20, 3, 10);
  const end = (clockOffsetMs: number) =>
    endAfterPicture({ pictureAt, clockOffsetMs, durationMs: HOUR });
  expect(end(0)).toBe(Date.UTC(2026, 10, 27, 21, 4));
  expect(end(-5 * 60_000)).toBe(Date.UTC(2026, 10, 27, 20, 59));
  expect(end(5 * 60_000)).toBe(Date.UTC(2026, 10, 27, 21, 9));
});

test("is never early, and never more than a minute and the clock's error late", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 41), fc.integer({ min: 1, max: 48 * 3600 }), (at, seconds) => {
      const durationMs = seconds * 1000;
      const tight = endAfterPicture({ pictureAt: at, clockOffsetMs: 0, durationMs });
      const first = firstEnd({ awsNow: at, durationMs });
      return (
        tight % 60_000 === 0 &&
        tight - at >= durationMs &&
        tight - at <= durationMs + 62_000 &&
        first - tight === 600_000
      );
    }),
    seeded("ends of runs", 1000),
  );
});
