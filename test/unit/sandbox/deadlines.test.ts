import { expect, test } from "vitest";
import { createDeadlines } from "../../../src/sandbox/deadlines.ts";
import { manualClock } from "../../integration/sandbox-edge-bed.ts";

test("a deadline passes once when nothing happens, and never when it was cancelled", async () => {
  const clock = manualClock();
  const fired: string[] = [];
  const set = createDeadlines(clock, new AbortController().signal);
  set(1_000, () => fired.push("a"));
  set(1_000, () => fired.push("b")).cancel();
  await clock.advance(999);
  expect(fired).toEqual([]);
  await clock.advance(1);
  expect(fired).toEqual(["a"]);
  await clock.advance(5_000);
  expect(fired).toEqual(["a"]);
});

test("a touch begins the time anew", async () => {
  const clock = manualClock();
  const fired: string[] = [];
  const deadline = createDeadlines(clock, new AbortController().signal)(1_000, () =>
    fired.push("a"),
  );
  await clock.advance(600);
  deadline.touch();
  await clock.advance(600);
  expect(fired).toEqual([]);
  await clock.advance(400);
  expect(fired).toEqual(["a"]);
});

test("a shorter deadline that is set later passes first", async () => {
  const clock = manualClock();
  const fired: string[] = [];
  const set = createDeadlines(clock, new AbortController().signal);
  set(30_000, () => fired.push("long"));
  set(1_000, () => fired.push("short"));
  await clock.advance(1_000);
  expect(fired).toEqual(["short"]);
  await clock.advance(29_000);
  expect(fired).toEqual(["short", "long"]);
});
