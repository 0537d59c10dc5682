import { expect, test } from "vitest";
import { durationFlag, durationMs } from "../../../src/config/text/duration.ts";
import { realClock } from "../../../src/context.ts";

const HOUR = 3_600_000;

test.each([
  ["1s", 1_000],
  ["9m", 9 * 60_000],
  ["90m", 1.5 * HOUR],
  ["2h30m", 2.5 * HOUR],
  ["25h", 25 * HOUR],
  ["30d", 720 * HOUR],
])("%s is %i ms, and can be said again", (text, milliseconds) => {
  expect(durationMs(text)).toBe(milliseconds);
  expect(durationMs(durationFlag(milliseconds))).toBe(milliseconds);
});

test.each(["0", "0s", "90", "-2h", "400d", "2h30", "2 h", "h", "", "1e3s", "∞"])(
  "%j is no length of a show",
  (text) => {
    expect(durationMs(text)).toBeUndefined();
  },
);

test("thirty days are slept through, although no timer of Node's is so long", async () => {
  const leaving = new AbortController();
  const asleep = realClock.sleep(720 * HOUR, leaving.signal).then(
    () => "woke up",
    () => "was woken",
  );
  await realClock.sleep(20);
  leaving.abort();
  expect(await asleep).toBe("was woken");
});
