import { LiveOriginError } from "../../config/failure.ts";
import type { Clock } from "./clock.ts";
import type { Emit } from "./events.ts";
import type { ResourceKind } from "../state/state.ts";

/** What waiting needs from the run. */
export type WaitContext = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly resource: ResourceKind;
};

/** What is waited for, and how it is looked for. */
export type Poll<Seen> = {
  /** What is waited for, as the rest of "waiting for": `the channel to be RUNNING`. */
  readonly until: string;
  /** The longest pause between two looks, or each of them where it is `steady`. */
  readonly everyMs: number;
  readonly steady?: true;
  readonly deadlineMs: number;
  /** One look. Its own transient failures are the client's to retry. */
  readonly read: () => Promise<Seen>;
  readonly done: (seen: Seen) => boolean;
  /** Says why waiting longer is pointless (CREATE_FAILED, a channel that fell back to IDLE), else undefined. */
  readonly dead?: (seen: Seen) => string | undefined;
  /** What the cloud says now, as shown. */
  readonly describe: (seen: Seen) => string;
  /** What to type when the deadline passes or `dead` gave a reason. */
  readonly hint: string;
};

/** The first pause, milliseconds: who asks a cloud once in three or five seconds at most begins with once a second and a bit. */
export function firstPauseMs(everyMs: number): number {
  return 0.35 * everyMs;
}

/** Waits that are a fifth longer than usual are still told no later than by a tenth of the usual. */
const PART_OF_WAIT = 1 / 12;

/** How long to pause after so long a wait: a part of it, between the longest pause and a third of that. */
function pauseMs(
  waitedMs: number,
  { everyMs, steady }: Pick<Poll<unknown>, "everyMs" | "steady">,
): number {
  if (steady) return everyMs;
  return Math.min(everyMs, Math.max(firstPauseMs(everyMs), waitedMs * PART_OF_WAIT));
}

/**
 * Looks until `done`, at once first and then after pauses that grow to `everyMs`. Throws WAIT_TIMED_OUT after `deadlineMs`,
 * WAIT_DEAD_END as soon as `dead` gives a reason, and the signal's reason when it aborts.
 */
export async function poll<Seen>(waiting: WaitContext, options: Poll<Seen>): Promise<Seen> {
  const startedAt = waiting.clock.now();
  for (;;) {
    waiting.signal.throwIfAborted();
    const seen = await options.read();
    if (options.done(seen)) return seen;
    const now = options.describe(seen);
    const reason = options.dead?.(seen);
    if (reason !== undefined)
      throw new LiveOriginError({
        code: "WAIT_DEAD_END",
        message: `Gave up waiting for ${options.until}: ${reason}.`,
        hint: options.hint,
        resource: waiting.resource,
      });
    const waitedMs = waiting.clock.now() - startedAt;
    if (waitedMs >= options.deadlineMs)
      throw new LiveOriginError({
        code: "WAIT_TIMED_OUT",
        message: `Waited ${Math.round(waitedMs / 1000)} s for ${options.until}; it is still ${now}.`,
        hint: options.hint,
        resource: waiting.resource,
      });
    waiting.emit({
      type: "step.waiting",
      resource: waiting.resource,
      until: options.until,
      now,
    });
    const pause = Math.min(pauseMs(waitedMs, options), options.deadlineMs - waitedMs);
    await waiting.clock.sleep(pause, waiting.signal);
  }
}
