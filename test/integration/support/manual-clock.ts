import type { SandboxClock } from "../../../src/sandbox/clock.ts";

/** A clock on which sleepers wake only when it is moved. */
export type ManualClock = SandboxClock & {
  /** Moves on by `milliseconds`, wakes who is due, and lets them do their work. */
  advance(milliseconds: number): Promise<void>;
};

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let sleepers: { readonly due: number; wake(): void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((resolve) => sleepers.push({ due: now + milliseconds, wake: resolve })),
    async advance(milliseconds) {
      now += milliseconds;
      const due = sleepers.filter((one) => one.due <= now);
      sleepers = sleepers.filter((one) => one.due > now);
      for (const one of due) one.wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
