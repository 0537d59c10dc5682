import { expect, test } from "vitest";
import type { CheckResult } from "../../../src/verify/check.ts";
import { noteBusyMachine, watchedClock } from "../../../src/verify/watched-clock.ts";

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

/** What is said of a list that stands still while every pause takes so much longer than asked for. */
async function saidWhenLate(lateMs: number): Promise<CheckResult | undefined> {
  let now = 0;
  const { clock, late } = watchedClock({
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds + lateMs;
      return Promise.resolve();
    },
  });
  await clock.sleep(500);
  await clock.sleep(100);
  return noteBusyMachine([failed("edge-playlists-fresh")], late.ms)[0];
}

test("a machine that starves its own sandbox is said to be busy", async () => {
  const said = await saidWhenLate(3_000);
  expect(said?.saw).toBe(
    "no new segment in 2.0 s; THIS MACHINE IS BUSY: a pause took 3.0 s longer than asked for",
  );
  expect(said?.hint).toMatch(
    /^Look again when this machine is idle: .*starved\. Look at the origin\.$/,
  );
});

test("a machine that keeps time is not, and nothing is where time does not judge", async () => {
  expect(await saidWhenLate(200)).toEqual(failed("edge-playlists-fresh"));
  expect(noteBusyMachine([failed("edge-cors")], 9_000)).toEqual([failed("edge-cors")]);
});
