import { stopChannel as stop } from "../../services/medialive/run.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { releaseClaim } from "../writers/claim-cache.ts";
import { channelIdOf, channelWork } from "./channel-work.ts";

/** Stops the stack's channel and waits until it is idle. Returns whether this call stopped it. Throws CHANNEL_MISSING. */
export async function stopChannel(
  host: Host,
  { stack }: { readonly stack: Stack },
): Promise<boolean> {
  const id = channelIdOf(host, stack);
  const work = await channelWork(host, stack);
  const stopped = await stop(work, id).finally(() => host.emit({ type: "wait.over" }));
  await releaseClaim(host, stack);
  return stopped;
}
