import { bytesText, wholeText } from "../config/text/figures.ts";
import { ladderDemand } from "../config/limits/limits.ts";
import type { Spec } from "../config/spec.ts";

/** Long enough to watch a rehearsal, and to seek in it. */
const SHORT_TTL_SECONDS = 600;

const MIB = 1024 ** 2;

/**
 * How much of this machine's memory the sandbox's cache takes once a rehearsal has run as long as its TTL: every segment stays
 * there until then, and none is dropped earlier. Names a TTL that takes less, where playlist and late segments fit into it; where
 * `mostMiB` is less than all that, says what comes of it.
 */
export function memoryNeeded(
  { origin, channel }: Spec,
  mostMiB = Number.POSITIVE_INFINITY,
): string {
  const { ttlSeconds } = origin;
  const bytes = ladderDemand({ origin, channel }).hotStorageBytes;
  const words = `This rehearsal ${bytes > mostMiB * MIB ? "would" : "will"} hold up to ${bytesText(bytes)} of segments in memory, after ${wholeText(ttlSeconds)} s (its TTL) of running`;
  if (bytes > mostMiB * MIB)
    return `${words}, and the sandbox's memory is full at ${mostMiB} MiB (--memory): about ${wholeText((ttlSeconds * mostMiB * MIB) / bytes)} s after the start, sooner where it holds something else, it refuses what the encoder writes.`;
  const { windowSegments, filecacheSeconds } = channel.hls;
  const needsSeconds = Math.max(2 * windowSegments * channel.segmentSeconds, filecacheSeconds);
  if (ttlSeconds <= SHORT_TTL_SECONDS || needsSeconds > SHORT_TTL_SECONDS) return `${words}.`;
  const short = bytesText((bytes / ttlSeconds) * SHORT_TTL_SECONDS);
  return `${words}; --ttl-seconds ${SHORT_TTL_SECONDS} holds ${short}.`;
}
