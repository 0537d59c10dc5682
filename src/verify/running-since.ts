import { edgeSource } from "./sources.ts";
import { createCachedSource } from "./cached-source.ts";
import { newestSequence } from "./playlists.ts";

/**
 * When the encoder began, epoch milliseconds, to within a segment or two: its counter starts with it (MediaLive user guide), so
 * the number of the newest segment tells for how long it has run. Undefined when the edge lists no segment.
 */
export async function runningSince(
  playbackUrl: string,
  {
    clock,
    signal,
  }: { readonly clock: { readonly now: () => number }; readonly signal: AbortSignal },
): Promise<number | undefined> {
  const [variant] = await createCachedSource(
    edgeSource(playbackUrl, { signal, shell: "any" }),
  ).variants();
  const playlist = variant?.playlist;
  const newest = playlist === undefined ? undefined : newestSequence(playlist);
  if (playlist === undefined || newest === undefined) return undefined;
  const listedSeconds = playlist.segments.reduce((sum, each) => sum + each.durationSeconds, 0);
  return clock.now() - (newest * listedSeconds * 1000) / playlist.segments.length;
}
