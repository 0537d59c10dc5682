import { expect, test } from "vitest";
import { LADDERS } from "../../../src/config/ladder/ladder.ts";
import { ladderDemand } from "../../../src/config/limits/limits.ts";
import { createReadPace, operationsLeft } from "../../../src/verify/read-pace.ts";

const demandOf = (name: "starter" | "tutorial", segmentSeconds: number) =>
  ladderDemand({
    origin: { ttlSeconds: 1800 },
    channel: { ladder: LADDERS[name], rateControl: "CBR", segmentSeconds },
  });

test("what a ladder leaves of the account's operations, where that is little", () => {
  const starter = demandOf("starter", 1);
  expect(starter.operationsPerSecond).toBe(43);
  expect(operationsLeft(starter, undefined)).toBeCloseTo(45.6);
  expect(operationsLeft(starter, { maxOperationsPerSecond: 100 })).toBeCloseTo(45.6);
  expect(operationsLeft(starter, { maxOperationsPerSecond: 50_000 })).toBeUndefined();
  // Beyond the limit by itself: its viewers are refused too, and that is to be found.
  expect(operationsLeft(demandOf("tutorial", 2), undefined)).toBeUndefined();
});

test("segments are read within the limit; playlists and what the edge has do not wait", async () => {
  let now = 0;
  const sleep = (milliseconds: number): Promise<void> => {
    now += milliseconds;
    return Promise.resolve();
  };
  const { signal } = new AbortController();
  const pace = createReadPace({ clock: { now: () => now, sleep }, signal }, 40);
  const read = (address: string, cache = "Miss from cloudfront"): Promise<number> =>
    pace.run(
      address,
      () => Promise.resolve(now),
      () => ({ bytes: 40 * 1024, headers: new Headers({ "x-cache": cache }) }),
    );
  // Side by side, as a window is read.
  const at = await Promise.all([1, 2, 3, 4, 5].map((each) => read(`https://edge/${each}.ts`)));
  expect(at.every((time, index) => index === 0 || time >= (at[index - 1] ?? 0))).toBe(true);
  // 200 operations at 40 a second, the first of them saved up.
  expect(at.at(-1)).toBeGreaterThanOrEqual(3_000);
  expect(at.at(-1)).toBeLessThan(5_000);
  expect(await read("https://edge/playlist_240p30.m3u8")).toBe(now);
  const before = now;
  await read("https://edge/6.ts", "Hit from cloudfront");
  const waited = now - before;
  await read("https://edge/6.ts", "Hit from cloudfront");
  expect(now - before).toBe(waited);
});
