import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retry, type RetryRule } from "../../../src/core/engine/retry.ts";
import { seeded } from "../seeded.ts";

const RULE: RetryRule = {
  transient: (error) => (error instanceof RangeError ? "passing" : undefined),
  deadlineMs: 60_000,
  firstDelayMs: 300,
  maxDelayMs: 10_000,
};

/** A clock that a sleep moves on, a work that fails so often, and what was said. */
function bed({ failures = Infinity, random = (): number => 0, attemptMs = 0 } = {}) {
  let now = 0;
  let attempts = 0;
  const controller = new AbortController();
  const pauses: number[] = [];
  const retrying = {
    clock: {
      now: () => now,
      sleep: (milliseconds: number, signal?: AbortSignal) => {
        now += milliseconds;
        signal?.throwIfAborted();
        return Promise.resolve();
      },
    },
    signal: controller.signal,
    random,
    onRetry: ({ delayMs }: { delayMs: number }) => void pauses.push(delayMs),
  };
  const work = async (): Promise<string> => {
    attempts += 1;
    now += attemptMs;
    if (attempts <= failures) throw new RangeError("not yet");
    return "done";
  };
  return { retrying, work, pauses, controller, attempts: () => attempts, elapsed: () => now };
}

describe("trying again", () => {
  test("doubles its pauses up to the longest one", async () => {
    const { retrying, work, pauses } = bed({ failures: 7 });
    expect(await retry(retrying, RULE, work)).toBe("done");
    expect(pauses).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000]);
  });

  test("shortens each pause by up to half at random, so that many do not come back together", async () => {
    const { retrying, work, pauses } = bed({ failures: 3, random: () => 1 });
    await retry(retrying, RULE, work);
    expect(pauses).toEqual([150, 300, 600]);
  });

  test("throws the first error that cannot pass, at once", async () => {
    const { retrying, pauses } = bed();
    const refusal = new TypeError("no");
    await expect(retry(retrying, RULE, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(pauses).toEqual([]);
  });

  test("ends when the run is interrupted in a pause", async () => {
    const { retrying, work, controller, attempts } = bed();
    const told = {
      ...retrying,
      onRetry: () => {
        controller.abort(new Error("Ctrl-C"));
      },
    };
    await expect(retry(told, RULE, work)).rejects.toThrow("Ctrl-C");
    expect(attempts()).toBe(1);
  });

  test("never pauses past its one deadline, however long attempts take and whatever the dice say", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 200_000 }),
        async (attemptMs, dice, deadlineMs) => {
          const { retrying, work, elapsed, attempts } = bed({ attemptMs, random: () => dice });
          await expect(retry(retrying, { ...RULE, deadlineMs }, work)).rejects.toThrow("not yet");
          expect(elapsed()).toBeLessThanOrEqual(Math.max(deadlineMs, 0) + attemptMs);
          expect(attempts()).toBeGreaterThan(0);
        },
      ),
      seeded("deadlines of retries", 1000),
    );
  });
});
