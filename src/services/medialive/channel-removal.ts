import { poll } from "../../core/engine/wait.ts";
import { CHANNEL_DEADLINE_MS, type PollOptions } from "./poll-options.ts";

/** Only these can be deleted (MediaLive user guide); what runs is stopped first. */
const DELETABLE: ReadonlySet<string> = new Set(["IDLE", "CREATE_FAILED", "UPDATE_FAILED"]);
const STOPPABLE: ReadonlySet<string> = new Set(["RUNNING", "RECOVERING"]);

/**
 * Stops and deletes a channel and waits until it is gone. Every look does what the state allows, so that it ends well from
 * whatever state an earlier run, or somebody else, left it in. Throws WAIT_TIMED_OUT.
 */
export async function removeChannel(polling: PollOptions, id: string): Promise<void> {
  const { client, callOptions, waiting, pollMs } = polling;
  await poll(waiting, {
    until: "the channel to be DELETED",
    everyMs: pollMs,
    // One for the stop, one for the deletion.
    deadlineMs: 2 * CHANNEL_DEADLINE_MS,
    read: async () => {
      const channel = await client.describeChannel(callOptions, id);
      if (STOPPABLE.has(channel?.State ?? "")) await client.stopChannel(callOptions, id);
      if (DELETABLE.has(channel?.State ?? "")) await client.deleteChannel(callOptions, id);
      return channel;
    },
    done: (channel) => channel === undefined,
    describe: (channel) => channel?.State ?? "DELETED",
    hint: "Run the same command again: it goes on where it stopped.",
  });
}
