import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/** Is the stack's channel running now? False without one. Throws what AWS refuses. */
export async function channelRuns(host: Pick<Host, "signal">, stack: Stack): Promise<boolean> {
  return (await channelState(host, stack)) === "RUNNING";
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
