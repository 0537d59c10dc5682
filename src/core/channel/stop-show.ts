import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { betweenLooksMs } from "../writers/look-for-writers.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import { readPlaylists } from "../writers/read-playlists.ts";
import { endShow } from "./end-show.ts";
import { type EndingStack, endingStack } from "./ending-stack.ts";
import { stopChannel } from "./stop-channel.ts";

/** More reads than these tell nothing new. */
const KEPT_READS = 64;

/**
 * Stops the stack's channel as `stopChannel` does, and then ends its show for players too; of a channel that is idle
 * already, only what is left to do. Returns whether this call stopped it. Throws what stopping throws: the end is at most a warning.
 */
export async function stopShow(host: Host, stack: Stack): Promise<boolean> {
  const ranAt = host.clock.now();
  const over = new AbortController();
  // Beside the stop, which waits for nothing. Without the key nothing can be written, so nothing is looked at.
  const looking = lookForEnd(host, stack, over.signal);
  // Until it is waited for.
  looking.catch(() => undefined);
  const stopped = await stopChannel(host, { stack }).finally(() => over.abort());
  const { ending, reads } = await looking;
  await endShow(host, stack, {
    ending,
    whileStopping: stopped ? reads : [],
    ranAt: stopped ? ranAt : undefined,
  });
  return stopped;
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
