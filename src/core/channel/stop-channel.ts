import { LiveOriginError } from "../../config/failure.ts";
import { stopChannel as stop } from "../../services/medialive/run.ts";
import { type ClearedEnd, clearEnd } from "../auto-stop/stack-end.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { releaseClaim } from "../writers/claim-cache.ts";
import { channelIdOf, channelWork } from "./channel-work.ts";

/** What a stop came to. */
type StoppedChannel = {
  /** Did this call stop it? */
  readonly stopped: boolean;
  /** As it was seen last. */
  readonly state: string | undefined;
  /** What AWS said of the schedule of its end; undefined where it did not say. */
  readonly schedule: "absent" | "removed" | undefined;
};

/**
 * Stops the stack's channel, waits until it is idle, and removes the schedule of its end. `seenState`: as it was seen just now;
 * an idle one is not looked at again. `clearedBefore`: what became of that schedule already. Throws CHANNEL_MISSING.
 */
export async function stopChannel(
  host: Host,
  {
    stack,
    seenState,
    clearedBefore,
  }: {
    readonly stack: Stack;
    readonly seenState?: string | undefined;
    readonly clearedBefore?: ClearedEnd;
  },
): Promise<StoppedChannel> {
  const id = channelIdOf(host, stack);
  const work = await channelWork(host, stack);
  const answer =
    seenState === "IDLE"
      ? { stopped: false, state: seenState }
      : await stop(work, id).finally(() => host.emit({ type: "wait.over" }));
  // Not before: a run that is killed in between must not leave a channel that nothing stops.
  const cleared = clearedBefore ?? (await clearOrSay(host, stack));
  await releaseClaim(host, stack);
  return { ...answer, schedule: cleared?.schedule };
}

async function clearOrSay(host: Host, stack: Stack): Promise<ClearedEnd | undefined> {
  try {
    return await clearEnd(host, stack);
  } catch (error) {
    if (!(error instanceof LiveOriginError) || host.signal.aborted) throw error;
    host.emit({
      type: "note",
      level: "warning",
      code: "END_NOT_REMOVED",
      message: `The schedule that was to stop the channel is left: ${error.message}`,
    });
    return undefined;
  }
}
