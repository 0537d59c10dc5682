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

const BUSY_MS = 1_000;
/** What is judged by the time that something takes. */
const TIMED = /^(?:origin-advancing|edge-(?:playlists-fresh|clock|pace|lists|answers))$/;

/** Adds to failures that are judged by time that this machine was busy, and with it a sandbox that runs on it. */
export function noteBusyMachine(
  checks: readonly CheckResult[],
  lateMs: number,
): readonly CheckResult[] {
  if (lateMs < BUSY_MS) return checks;
  return checks.map((check) =>
    check.verdict !== "fail" || !TIMED.test(check.id)
      ? check
      : {
          ...check,
          saw: `${check.saw}; THIS MACHINE IS BUSY: a pause took ${(lateMs / 1000).toFixed(1)} s longer than asked for`,
          hint: `Look again when this machine is idle: what is late may be late here alone, and a sandbox that runs on it is starved. ${check.hint ?? ""}`.trim(),
        },
  );
}
