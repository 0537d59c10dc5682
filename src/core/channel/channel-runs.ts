import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/** Is the stack's channel running now? False without one. Throws what AWS refuses. */
export async function channelRuns(
  { signal }: Pick<Host, "signal">,
  stack: Stack,
): Promise<boolean> {
  const id = stack.planContext().resources.channel?.ids["id"];
  if (id === undefined) return false;
  const client = await stack.clients.medialive();
  return (await client.describeChannel({ signal }, id))?.State === "RUNNING";
}
