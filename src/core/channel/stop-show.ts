import type { Host } from "../host.ts";
import { notingWaits } from "../noting-waits.ts";
import type { Stack } from "../stack/stack.ts";
import { betweenLooksMs } from "../writers/look-for-writers.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import { readPlaylists } from "../writers/read-playlists.ts";
import { endShow } from "./end-show.ts";
import { type EndingStack, endingStack } from "./ending-stack.ts";
import { stopChannel } from "./stop-channel.ts";

/** More reads than these tell nothing new. */
const KEPT_READS = 64;

/** What a stop came to. */
type StoppedShow = {
  /** Did this call stop the channel? */
  readonly stopped: boolean;
  /** It was idle before, and nothing was waited for since it was seen. */
  readonly isIdle: boolean;
  /** AWS has no schedule for it, and nothing was waited for since it said so. */
  readonly hasNoSchedule: boolean;
};

/**
 * Stops the stack's channel as `stopChannel` does, and then ends its show for players too; of a channel that is idle
 * already, only what is left to do. Throws what stopping throws: the end is at most a warning.
 */
export async function stopShow(host: Host, stack: Stack): Promise<StoppedShow> {
  const ranAt = host.clock.now();
  const over = new AbortController();
  // Beside the stop, which waits for nothing. Without the key nothing can be written, so nothing is looked at.
  const looking = lookForEnd(host, stack, over.signal);
  // Until it is waited for.
  looking.catch(() => undefined);
  const stopping = stopChannel(host, { stack }).finally(() => over.abort());
  const { stopped, state, schedule } = await stopping;
  const { ending, reads } = await looking;
  const { host: noting, hasWaited } = notingWaits(host);
  await endShow(noting, stack, {
    ending,
    whileStopping: stopped ? reads : [],
    ranAt: stopped ? ranAt : undefined,
  });
  return {
    stopped,
    isIdle: !stopped && state === "IDLE" && !hasWaited(),
    hasNoSchedule: schedule === "absent" && !hasWaited(),
  };
}

async function lookForEnd(
  host: Host,
  stack: Stack,
  over: AbortSignal,
): Promise<{ readonly ending: EndingStack; readonly reads: readonly PlaylistsSeen[] }> {
  const ending = await endingStack(host, stack);
  const reads = "stack" in ending ? readUntil(host, ending.stack, over) : Promise.resolve([]);
  return { ending, reads: await reads.catch(() => []) };
}

/** Reads the playlists once at least, and again until the signal aborts. */
async function readUntil(
  host: Host,
  stack: Stack,
  over: AbortSignal,
): Promise<readonly PlaylistsSeen[]> {
  const reads = [await readPlaylists(host, stack)];
  const signal = AbortSignal.any([host.signal, over]);
  try {
    for (;;) {
      await host.clock.sleep(betweenLooksMs(stack), signal);
      reads.push(await readPlaylists({ ...host, signal }, stack));
      if (reads.length > KEPT_READS) reads.shift();
    }
  } catch (error) {
    if (signal.aborted) return reads;
    throw error;
  }
}
