import { expect, test } from "vitest";
import { cacheLimits, type ListedCache } from "../../../../src/services/momento/reported-limits.ts";

const cache = (name: string, rate: number): ListedCache => ({
  getName: () => name,
  getCacheLimits: () => ({
    maxTrafficRate: rate,
    maxThroughputKbps: 10_240,
    maxItemSizeKb: 4_883,
    maxTtlSeconds: 0,
  }),
});

test("our own cache's limits count, and a 0 is a limit that is not reported", () => {
  expect(cacheLimits("b", [cache("a", 100), cache("b", 500)])).toEqual({
    caches: ["a", "b"],
    reported: {
      maxOperationsPerSecond: 500,
      maxThroughputKiBps: 10_240,
      maxItemKiB: 4_883,
      maxTtlSeconds: undefined,
    },
  });
});

test("before our cache exists any other tells the account's limits, and none tells nothing", () => {
  expect(cacheLimits("b", [cache("a", 100)]).reported?.maxOperationsPerSecond).toBe(100);
  expect(cacheLimits("b", [])).toEqual({ caches: [], reported: undefined });
});
