import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { channelIdle, channelRunning, channelSettled } from "./channel-waits.ts";
import type { PollOptions } from "./poll-options.ts";

/**
 * Starts a channel and waits until it runs; one that runs already is left alone. Returns whether this call started it.
 * Throws CHANNEL_GONE, CHANNEL_NOT_STARTABLE, WAIT_TIMED_OUT, and WAIT_DEAD_END when it falls back to IDLE.
 */
export async function startChannel(polling: PollOptions, id: string): Promise<boolean> {
  const channel = await channelSettled(polling, id);
  if (channel === undefined) throw gone(id);
  if (channel.State === "RUNNING") return false;
  if (channel.State !== "RECOVERING") {
    const answer = await polling.client.startChannel(polling.callOptions, id);
    if (answer === "gone") throw gone(id);
    if (answer === "busy" && channel.State !== "IDLE")
      throw new LiveOriginError({
        code: "CHANNEL_NOT_STARTABLE",
        message: `Channel ${id} cannot be started: MediaLive says ${channel.State ?? "nothing"}.`,
        hint: `Repair it with ${ownCommand("create-channel")}, then start again.`,
        resource: "channel",
      });
  }
  await channelRunning(polling, id);
  return channel.State !== "RECOVERING";
}

/**
 * Stops a channel and waits until it is IDLE; one that is idle, or gone, is left alone. Returns whether this call stopped
 * it, and the state that it was seen in last. Throws WAIT_TIMED_OUT.
 */
export async function stopChannel(
  polling: PollOptions,
  id: string,
): Promise<{ readonly stopped: boolean; readonly state: string | undefined }> {
  const state = (await channelSettled(polling, id))?.State;
  if (!["RUNNING", "RECOVERING"].includes(state ?? "")) return { stopped: false, state };
  const answer = await polling.client.stopChannel(polling.callOptions, id);
  if (answer === "gone") return { stopped: false, state: undefined };
  await channelIdle(polling, id);
  return { stopped: true, state: "IDLE" };
}

function gone(id: string): LiveOriginError {
  return new LiveOriginError({
    code: "CHANNEL_GONE",
    message: `There is no channel ${id} any more.`,
    hint: `Make it again with ${ownCommand("create-channel")}.`,
    resource: "channel",
  });
}
