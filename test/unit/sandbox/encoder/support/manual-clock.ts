import { setImmediate as nextTurn } from "node:timers/promises";
import type { SandboxClock } from "../../../../../src/sandbox/clock.ts";

export type ManualClock = SandboxClock & {
  /** Lets `milliseconds` pass, waking sleepers one after the other at their time. */
  advance(milliseconds: number): Promise<void>;
  /** How many sleep now. */
  sleepers(): number;
};

type Sleeper = { readonly dueMs: number; readonly wake: () => void };

/** A clock that stands still between advances. */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
  };
  return {
    now: () => nowMs,
    sleepers: () => sleepers.size,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper = {
          dueMs: nowMs + milliseconds,
          wake: () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        if (signal?.aborted === true) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        sleepers.add(sleeper);
      }),
    advance: async (milliseconds) => {
      const endMs = nowMs + milliseconds;
      await settle();
      for (;;) {
        const due = [...sleepers]
          .filter(({ dueMs }) => dueMs <= endMs)
          .sort((one, other) => one.dueMs - other.dueMs)[0];
        if (due === undefined) break;
        nowMs = Math.max(nowMs, due.dueMs);
        sleepers.delete(due);
        due.wake();
        await settle();
      }
      nowMs = endMs;
    },
  };
}
