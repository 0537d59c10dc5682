import { LiveOriginError } from "../../config/failure.ts";
import { callOptionsFor } from "../../services/aws/call-options.ts";
import type { PollOptions } from "../../services/medialive/poll-options.ts";
import type { WaitContext } from "../engine/wait.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/** What starting and stopping a channel need: the client, what reports retries, and how to wait. */
export async function channelWork(
  host: Host,
  { clients }: Pick<Stack, "clients">,
): Promise<PollOptions> {
  return {
    client: await clients.medialive(),
    callOptions: callOptionsFor(host, "channel"),
    waiting: channelWait(host),
    pollMs: clients.pollMs.medialive,
  };
}

/** A wait that is reported as one for the channel. */
export function channelWait({ clock, signal, emit }: Host): WaitContext {
  return { clock, signal, emit, resource: "channel" };
}

/** The id of the stack's channel. Throws CHANNEL_MISSING. */
export function channelIdOf(host: Pick<Host, "commandFor">, stack: Stack): string {
  const id = stack.planContext().resources.channel?.ids["id"];
  if (id !== undefined) return id;
  throw new LiveOriginError({
    code: "CHANNEL_MISSING",
    message: `The stack ${stack.spec.name} has no channel yet.`,
    hint: `Make it first: ${host.commandFor("init", stack.spec.name)}`,
    resource: "channel",
  });
}
