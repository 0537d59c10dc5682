import { LiveOriginError } from "../../config/failure.ts";
import { stopChannel as stop } from "../../services/medialive/run.ts";
import { clearEnd } from "../auto-stop/stack-end.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { releaseClaim } from "../writers/claim-cache.ts";
import { channelIdOf, channelWork } from "./channel-work.ts";

/**
 * Stops the stack's channel, waits until it is idle, and removes the schedule of its end. Returns whether this call stopped it.
 * Throws CHANNEL_MISSING.
 */
export async function stopChannel(
  host: Host,
  { stack }: { readonly stack: Stack },
): Promise<boolean> {
  const id = channelIdOf(host, stack);
  const work = await channelWork(host, stack);
  const stopped = await stop(work, id).finally(() => host.emit({ type: "wait.over" }));
  // Not before: a run that is killed in between must not leave a channel that nothing stops.
  await clearEnd(host, stack).catch((error: unknown) => {
    if (!(error instanceof LiveOriginError) || host.signal.aborted) throw error;
    host.emit({
      type: "note",
      level: "warning",
      code: "END_NOT_REMOVED",
      message: `The schedule that was to stop the channel is left: ${error.message}`,
    });
  });
  await releaseClaim(host, stack);
  return stopped;
}
