import { startChannel as start } from "../../services/medialive/run.ts";
import type { Host } from "../host.ts";
import { retireKeyAtStart } from "../keys/retire-at-start.ts";
import type { Stack } from "../stack/stack.ts";
import { channelIdOf, channelWork } from "./channel-work.ts";

/** Starts the stack's channel and waits until it runs. Returns whether this call started it. Throws CHANNEL_MISSING. */
export async function startChannel(
  host: Host,
  { stack }: { readonly stack: Stack },
): Promise<boolean> {
  const id = channelIdOf(host, stack);
  const work = await channelWork(host, stack);
  const started = await start(work, id).finally(() => host.emit({ type: "wait.over" }));
  if (started) await retireKeyAtStart(host, stack);
  return started;
}
