import type { Host } from "../host.ts";
import type { Observed } from "../engine/resource.ts";
import type { Stack } from "../stack/stack.ts";

/** Is the stack's channel running now? False without one. Throws what AWS refuses. */
export async function channelRuns(host: Pick<Host, "signal">, stack: Stack): Promise<boolean> {
  return (await channelState(host, stack)) === "RUNNING";
}

/** The channel's state as it was seen; undefined where it was not. */
export function seenState(observed: Observed | undefined): string | undefined {
  const channel = observed?.get("channel");
  return channel?.is === "ours" ? channel.status : undefined;
}

/** The state of the stack's channel as MediaLive says it now; undefined without one. Throws what AWS refuses. */
export async function channelState(
  { signal }: Pick<Host, "signal">,
  { planContext, clients }: Pick<Stack, "planContext" | "clients">,
): Promise<string | undefined> {
  const id = planContext().resources.channel?.ids["id"];
  if (id === undefined) return undefined;
  return (await (await clients.medialive()).describeChannel({ signal }, id))?.State;
}
