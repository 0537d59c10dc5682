import { expect, test } from "vitest";
import { errorSeconds, freshSeconds, readDirectives } from "../../../src/sandbox/edge/freshness.ts";

const now = Date.UTC(2026, 0, 1);
const rules = { minTtlSeconds: 10, defaultTtlSeconds: 30, maxTtlSeconds: 40 };

test.each([
  [undefined, undefined, 30],
  ["public", undefined, 30],
  ["max-age=20", undefined, 20],
  ["MAX-AGE=20", undefined, 20],
  ["max-age=0", undefined, 10],
  ["max-age=99", undefined, 40],
  ["max-age=12, s-maxage=35", undefined, 35],
  ["s-maxage=15", "Thu, 01 Jan 2026 00:00:20 GMT", 15],
  [undefined, "Thu, 01 Jan 2026 00:00:20 GMT", 20],
  [undefined, "0", 10],
  ["no-cache", undefined, 10],
  ["max-age=20,no-store", undefined, 10],
  ['private="x", max-age=20', undefined, 10],
])("Cache-Control %s and Expires %s give %d s", (cacheControl, expires, seconds) => {
  expect(freshSeconds({ cacheControl, expires }, rules, now)).toBe(seconds);
});

test("a default below the minimum is raised to it", () => {
  const raised = { minTtlSeconds: 50, defaultTtlSeconds: 30, maxTtlSeconds: 60 };
  expect(freshSeconds({ cacheControl: undefined, expires: undefined }, raised, now)).toBe(50);
});

test("directives are read by their whole names", () => {
  expect(readDirectives("x-max-age=5, not-private")).toMatchObject({
    maxAgeSeconds: undefined,
    uncacheable: false,
  });
  expect(readDirectives("stale-if-error=0").staleIfErrorSeconds).toBe(0);
});

test.each([
  [404, undefined, 10],
  [404, "max-age=60", 60],
  [404, "max-age=1", 10],
  [503, "no-store", 10],
  [403, undefined, 0],
  [403, "s-maxage=20", 20],
  [403, "max-age=2", 10],
  [401, "max-age=20", 0],
  [500, undefined, 1],
])("the error %d with Cache-Control %s is kept for %d s", (status, cacheControl, seconds) => {
  expect(errorSeconds(status, cacheControl, new Map([[500, 1]]))).toBe(seconds);
});
