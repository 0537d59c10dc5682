import { bytesText, wholeText } from "../config/text/figures.ts";
import { ladderDemand } from "../config/limits/limits.ts";
import type { Spec } from "../config/spec.ts";

/** Long enough to watch a rehearsal, and to seek in it. */
const SHORT_TTL_SECONDS = 600;

/**
 * How much of this machine's memory the sandbox's cache takes once a rehearsal has run as long as its TTL: every segment stays
 * there until then, and none is dropped earlier. Names a TTL that takes less, where playlist and late segments fit into it. Pure.
 */
export function memoryNeeded({ origin, channel }: Spec): string {
  const { ttlSeconds } = origin;
  const bytes = ladderDemand({ origin, channel }).hotStorageBytes;
  const words = `This rehearsal will hold up to ${bytesText(bytes)} of segments in memory, after ${wholeText(ttlSeconds)} s (its TTL) of running`;
  const { windowSegments, filecacheSeconds } = channel.hls;
  const needsSeconds = Math.max(2 * windowSegments * channel.segmentSeconds, filecacheSeconds);
  if (ttlSeconds <= SHORT_TTL_SECONDS || needsSeconds > SHORT_TTL_SECONDS) return `${words}.`;
  const short = bytesText((bytes / ttlSeconds) * SHORT_TTL_SECONDS);
  return `${words}; --ttl-seconds ${SHORT_TTL_SECONDS} holds ${short}.`;
}
