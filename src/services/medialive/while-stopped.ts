import type { Effects } from "../../core/engine/resource.ts";
import type { ResourceStep } from "../../core/state/resource-members.ts";
import { isLive } from "./channel-waits.ts";
import { startChannel, stopChannel } from "./run.ts";
import type { PollOptions } from "./poll-options.ts";

/** Remembered in the entry while a channel is down for a change, so that a run that was killed starts it again. */
const RESTART = "restart" satisfies ResourceStep<"channel">;

/** True when an interrupted change has left the channel down. */
export function owesRestart(effects: Pick<Effects, "recorded">): boolean {
  return effects.recorded?.done?.includes(RESTART) === true;
}

/** The entry's `done` of a channel that is to be stopped and started, written down before it is. */
export function withRestart<Step extends ResourceStep>(
  done: readonly Step[] = [],
): readonly (Step | typeof RESTART)[] {
  return [...done.filter((step) => step !== RESTART), RESTART];
}

/**
 * Does `work` while the channel is stopped and starts it again if it was on air, also when a run before this one was killed
 * in between. Without a channel, `work` is all. When `work` fails the channel stays down, and the next run starts it.
 */
export async function whileStopped({
  effects,
  polling,
  channelId,
  work,
}: {
  readonly effects: Effects;
  readonly polling: PollOptions;
  readonly channelId: string | undefined;
  readonly work: () => Promise<void>;
}): Promise<void> {
  if (channelId === undefined) return work();
  const before = await polling.client.describeChannel(polling.callOptions, channelId);
  const restart = owesRestart(effects) || isLive(before?.State);
  const others = (effects.recorded?.done ?? []).filter((step) => step !== RESTART);
  if (restart) await effects.persist({ done: withRestart(others), runBegan: undefined });
  await stopChannel(polling, channelId);
  await work();
  if (!restart) return;
  await startChannel(polling, channelId);
  await effects.persist({ done: others });
}
