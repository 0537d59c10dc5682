import type { AccountRegion } from "../aws-scope.ts";
import { invoke, type Attempt, type SchedulerContext } from "./invoke.ts";
import type { Schedule } from "./schedule.ts";

/** Node's timers hold at most 2^31 milliseconds, so a long wait is several. */
const MAX_SLEEP_MS = 86_400_000;
/** Between attempts: doubled from the first to the longest (inferred: only "exponential backoff" is documented). */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Resolves once the clock has reached `dueAt`; rejects when the signal aborts first. */
export async function until(
  { world }: Pick<SchedulerContext, "world">,
  dueAt: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const left = dueAt - world.clock.now();
    signal.throwIfAborted();
    if (left <= 0) return;
    await world.clock.sleep(Math.min(left, MAX_SLEEP_MS), signal);
  }
}

/**
 * Calls a due schedule's target until it succeeds, has failed as often as its retry policy allows, or the event is too
 * old. What fired once goes on by itself, whatever becomes of the schedule meanwhile (inferred, and the worse case).
 */
export async function fire(
  context: SchedulerContext,
  scope: AccountRegion,
  { arn, target }: Schedule,
): Promise<void> {
  const { world } = context;
  const firedAt = world.clock.now();
  for (let failures = 0; ; failures += 1) {
    const attempt: Attempt = await invoke(context, scope, target);
    world.log({
      service: "scheduler",
      operation: "Invoke",
      resource: arn,
      status: attempt.status,
      note: attempt.failure ?? `${target.service}:${target.operation}`,
    });
    if (attempt.failure === undefined || failures >= target.maxAttempts) return;
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
    const ageMs = world.clock.now() + pauseMs - firedAt;
    if (ageMs > target.maxAgeSeconds * 1000) return;
    await world.clock.sleep(pauseMs, world.closing);
  }
}
