import { poll, type Waiting } from "../engine/wait.ts";
import { startChannel, stopChannel } from "../../services/medialive/run.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Progress } from "../../terminal/progress.ts";
import { lookAtEdge, type EdgeLook, type EdgeVariants } from "../../verify/first-picture.ts";
import type { Invocation } from "../../cli/command.ts";
import { forgetKeyBeforeStart } from "../keys/retire-at-start.ts";
import { nextCommand } from "../../cli/next-command.ts";
import type { Stack } from "../stack/open-stack.ts";

/** Two segments, their way through origin and edge, and room for an encoder that is still waking up. */
const FIRST_PICTURE_MS = 120_000;
const LOOK_EVERY_MS = 500;

/** Starts the stack's channel and waits until it runs. Returns whether this call started it. */
export async function startStack(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
): Promise<boolean> {
  const watched = await watching(invocation, stack, progress);
  const started = await startChannel(watched, channelIdOf(invocation, stack)).finally(
    progress.over,
  );
  if (started) await forgetKeyBeforeStart(stack, invocation, progress);
  return started;
}

/** Stops the stack's channel and waits until it is idle. Returns whether this call stopped it. */
export async function stopStack(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
): Promise<boolean> {
  const watched = await watching(invocation, stack, progress);
  return stopChannel(watched, channelIdOf(invocation, stack)).finally(progress.over);
}

/**
 * Looks as a player does until the stream plays, for two minutes at most; playlists of an `earlier` run do not count. Never
 * throws but for an interruption.
 */
export async function untilItPlays(
  { context }: Invocation,
  playbackUrl: string,
  progress: Progress,
  earlier?: EdgeVariants,
): Promise<EdgeLook> {
  let last: EdgeLook = { plays: false, why: "nothing was seen yet" };
  try {
    return await poll<EdgeLook>(waiting(context, progress), {
      until: "the stream to play at the edge",
      everyMs: LOOK_EVERY_MS,
      deadlineMs: FIRST_PICTURE_MS,
      read: async () => {
        last = await lookAtEdge(playbackUrl, earlier);
        return last;
      },
      done: (look) => look.plays,
      describe: (look) => (look.plays ? "playing" : look.why),
      hint: "Run live-origin verify: it names the broken hop.",
    });
  } catch (error) {
    if (error instanceof LiveOriginError) return last;
    throw error;
  } finally {
    progress.over();
  }
}

/** Is the channel running now? */
export async function channelRuns({ context }: Invocation, stack: Stack): Promise<boolean> {
  const id = stack.scope().rows.channel?.ids["id"];
  if (id === undefined) return false;
  const client = await stack.clouds.medialive();
  return (await client.describeChannel({ signal: context.signal }, id))?.State === "RUNNING";
}

function channelIdOf({ flags }: Invocation, stack: Stack): string {
  const id = stack.scope().rows.channel?.ids["id"];
  if (id !== undefined) return id;
  throw new LiveOriginError({
    code: "CHANNEL_MISSING",
    message: `The stack ${stack.spec.name} has no channel yet.`,
    hint: `Make it first: ${nextCommand("init", stack.spec.name, flags)}`,
    resource: "channel",
  });
}

async function watching(
  { context }: Invocation,
  { clouds }: Stack,
  progress: Progress,
): Promise<Parameters<typeof startChannel>[0]> {
  return {
    client: await clouds.medialive(),
    asking: {
      signal: context.signal,
      onRetry: (info) => progress.emit({ type: "step.retrying", resource: "channel", ...info }),
    },
    waiting: waiting(context, progress),
    pollMs: clouds.pollMs.medialive,
  };
}

function waiting(context: Invocation["context"], progress: Progress): Waiting {
  return {
    clock: context.clock,
    signal: context.signal,
    emit: progress.emit,
    resource: "channel",
  };
}
