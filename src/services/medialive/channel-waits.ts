import { ownCommand } from "../../config/text/own-command.ts";
import { poll } from "../../core/engine/wait.ts";
import type { Channel } from "./api.ts";
import { CHANNEL_DEADLINE_MS, type PollOptions } from "./poll-options.ts";

/** States in which a channel stays until somebody does something. */
const SETTLED: ReadonlySet<string> = new Set([
  "IDLE",
  "RUNNING",
  "RECOVERING",
  "CREATE_FAILED",
  "UPDATE_FAILED",
]);

/** States in which a change would interrupt a show. */
const LIVE: ReadonlySet<string> = new Set(["STARTING", "RUNNING", "RECOVERING"]);

/** True for a channel that is on air or about to be. */
export function isLive(state: string | undefined): boolean {
  return LIVE.has(state ?? "");
}

const RUN_AGAIN = `Look at it with ${ownCommand("status")}, then run the same command again.`;

/** Waits out transitions. Undefined when the channel is gone. Throws WAIT_TIMED_OUT. */
export function channelSettled(polling: PollOptions, id: string): Promise<Channel | undefined> {
  return wait(polling, id, {
    until: "the channel to come to rest",
    done: (channel) => channel === undefined || SETTLED.has(channel.State ?? ""),
  });
}

/** Waits for IDLE after a creation, an update or a stop. Throws WAIT_TIMED_OUT, and WAIT_DEAD_END when it cannot come. */
export async function channelIdle(polling: PollOptions, id: string): Promise<void> {
  await wait(polling, id, {
    until: "the channel to be IDLE",
    done: (channel) => channel?.State === "IDLE",
    dead: (channel) => {
      if (channel === undefined) return "the channel is gone";
      return channel.State === "CREATE_FAILED" || channel.State === "UPDATE_FAILED"
        ? `MediaLive says ${channel.State}`
        : undefined;
    },
  });
}

/** Waits for RUNNING after a start. A channel back at IDLE has failed to start: WAIT_DEAD_END at once. */
export async function channelRunning(polling: PollOptions, id: string): Promise<void> {
  let looks = 0;
  let started = false;
  await wait(polling, id, {
    until: "the channel to be RUNNING",
    done: (channel) => channel?.State === "RUNNING",
    dead: (channel) => {
      looks += 1;
      started ||= isLive(channel?.State);
      if (channel === undefined) return "the channel is gone";
      // The first look may be older than the start.
      return channel.State === "IDLE" && (started || looks > 1)
        ? "the channel fell back to IDLE"
        : undefined;
    },
    hint: `See why with ${ownCommand("status")} (alerts): the input must be reachable and, for push inputs, already sending.`,
  });
}

function wait(
  { client, callOptions, waiting, pollMs }: PollOptions,
  id: string,
  goal: {
    readonly until: string;
    readonly done: (channel: Channel | undefined) => boolean;
    readonly dead?: (channel: Channel | undefined) => string | undefined;
    readonly hint?: string;
  },
): Promise<Channel | undefined> {
  return poll(waiting, {
    everyMs: pollMs,
    deadlineMs: CHANNEL_DEADLINE_MS,
    read: () => client.describeChannel(callOptions, id),
    describe: (channel) => channel?.State ?? "DELETED",
    hint: RUN_AGAIN,
    ...goal,
  });
}
