/** A clock that jumps to whoever sleeps shortest as soon as nothing else is going on. */
export type InstantClock = {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Somebody works: time stands still until it is done. */
  readonly during: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/** Quiet rounds of the event loop, so that answers on their way are not overtaken. */
const QUIET_ROUNDS = 3;

export function instantClock(start = Date.UTC(2026, 0, 1)): InstantClock {
  let now = start;
  let busy = 0;
  let quiet = 0;
  let pumping = false;
  let sleepers: { readonly due: number; wake(): void }[] = [];
  const pump = (): void => {
    quiet = busy === 0 ? quiet + 1 : 0;
    const next = sleepers.toSorted((one, other) => one.due - other.due)[0];
    pumping = next !== undefined;
    if (next === undefined) return;
    if (quiet >= QUIET_ROUNDS) {
      quiet = 0;
      now = Math.max(now, next.due);
      sleepers = sleepers.filter((each) => each !== next);
      next.wake();
    }
    setTimeout(pump, 1);
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        quiet = 0;
        sleepers.push({ due: now + milliseconds, wake });
        if (!pumping) {
          pumping = true;
          setTimeout(pump, 1);
        }
      }),
    during: async (work) => {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    },
  };
}
