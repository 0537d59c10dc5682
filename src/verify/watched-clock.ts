import type { ProcessorTimes } from "../platform/processors.ts";
import type { CheckResult } from "./check.ts";
import type { VerifyTarget } from "./target.ts";

type Clock = VerifyTarget["clock"];

/** The clock, and by how much the longest pause was longer than asked for. */
export function watchedClock(clock: Clock): {
  readonly clock: Clock;
  readonly late: { ms: number };
} {
  const late = { ms: 0 };
  return {
    late,
    clock: {
      now: () => clock.now(),
      sleep: async (milliseconds, signal) => {
        const begunAt = clock.now();
        await clock.sleep(milliseconds, signal);
        late.ms = Math.max(late.ms, clock.now() - begunAt - milliseconds);
      },
    },
  };
}

const HELD_UP_MS = 1_000;
const BUSY_SHARE = 0.95;
/** In less time than this every program that starts keeps a processor busy. */
const LEAST_LOOK_MS = 1_500;
/** What is judged by the time that something takes. */
const TIMED = /^(?:origin-advancing|edge-(?:playlists-fresh|clock|pace|lists|answers))$/;

/** How this machine kept up during a look. */
type Pace = { readonly lateMs: number; readonly busyShare: number | undefined };

/** Which share of the time between two readings the processors worked; undefined where that was too short to tell. */
export function busyShare(before: ProcessorTimes, after: ProcessorTimes): number | undefined {
  const workedMs = after.workedMs - before.workedMs;
  const allMs = workedMs + after.restedMs - before.restedMs;
  return allMs < LEAST_LOOK_MS ? undefined : workedMs / allMs;
}

/** Adds to failures that are judged by time what kept this machine from telling it, and a sandbox that runs on it. */
export function noteBusyMachine(
  checks: readonly CheckResult[],
  { lateMs, busyShare: share = 0 }: Pace,
): readonly CheckResult[] {
  const late = `a pause took ${(lateMs / 1000).toFixed(1)} s longer than asked for`;
  const facts = [
    ...(share < BUSY_SHARE ? [] : [`its processors were ${Math.floor(share * 100)} % in use`]),
    ...(lateMs < HELD_UP_MS ? [] : [late]),
  ];
  if (facts.length === 0) return checks;
  const isBusy = share >= BUSY_SHARE;
  const told = `${isBusy ? "THIS MACHINE IS BUSY" : "THIS LOOK WAS HELD UP"}: ${facts.join(", and ")}`;
  const again = isBusy
    ? "Look again when this machine is idle: what is late may be late here alone, and a sandbox that runs on it is starved."
    : "Look again: while this program or the whole machine stood still, nothing was seen.";
  return checks.map((check) =>
    check.verdict !== "fail" || !TIMED.test(check.id)
      ? check
      : {
          ...check,
          saw: `${check.saw}; ${told}`,
          hint: `${again} ${check.hint ?? ""}`.trim(),
        },
  );
}
