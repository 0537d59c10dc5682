import { expect, test } from "vitest";
import type { CheckResult } from "../../../src/verify/check.ts";
import { processorTimes } from "../../../src/platform/processors.ts";
import { busyShare, noteBusyMachine, watchedClock } from "../../../src/verify/watched-clock.ts";

const failed = (id: string): CheckResult => ({
  id,
  hop: "edge",
  asked: "?",
  verdict: "fail",
  saw: "no new segment in 2.0 s",
  suspects: [],
  curl: "",
  hint: "Look at the origin.",
});

const stuck = failed("edge-playlists-fresh");

/** By how much the longest of two pauses is late where every one is. */
async function lateMs(eachMs: number): Promise<number> {
  let now = 0;
  const { clock, late } = watchedClock({
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds + eachMs;
      return Promise.resolve();
    },
  });
  await clock.sleep(500);
  await clock.sleep(100);
  return late.ms;
}

/** What is said of a list that stands still. */
const said = (late: number, share?: number): CheckResult | undefined =>
  noteBusyMachine([stuck], { lateMs: late, busyShare: share })[0];

test("a machine that starves its own sandbox is said to be busy, also where our own pauses are in time", async () => {
  expect(said(0, 0.987)?.saw).toBe(
    "no new segment in 2.0 s; THIS MACHINE IS BUSY: its processors were 98 % in use",
  );
  expect(said(await lateMs(3_000), 1)?.saw).toMatch(/100 % in use, and a pause took 3.0 s longer/);
  expect(said(0, 1)?.hint).toMatch(
    /^Look again when this machine is idle: .*Look at the origin\.$/,
  );
});

test("one that stood still is not said to be busy", async () => {
  const { saw, hint } = said(await lateMs(3_000), 0.2) ?? stuck;
  expect(saw).toBe(
    "no new segment in 2.0 s; THIS LOOK WAS HELD UP: a pause took 3.0 s longer than asked for",
  );
  expect(hint).not.toContain("idle");
});

test("nothing is said of a machine that keeps time, nor where time does not judge", async () => {
  expect(said(await lateMs(200), 0.9)).toEqual(stuck);
  const untimed = [failed("edge-cors")];
  expect(noteBusyMachine(untimed, { lateMs: 9_000, busyShare: 1 })).toEqual(untimed);
});

test("how busy the processors are is told of a time that is long enough", () => {
  const before = { workedMs: 5_000, restedMs: 1_000 };
  expect(busyShare(before, { workedMs: 8_000, restedMs: 2_000 })).toBe(0.75);
  expect(busyShare(before, { workedMs: 6_000, restedMs: 1_000 })).toBeUndefined();
  expect(busyShare({ workedMs: 0, restedMs: 0 }, { workedMs: 0, restedMs: 0 })).toBeUndefined();
  expect(processorTimes().workedMs).toBeGreaterThan(0);
});
