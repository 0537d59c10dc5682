import { effectiveSegmentMs } from "../../config/ladder/gop.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { readable, type Evidence } from "../evidence.ts";
import { inspectSegment } from "../media/inspect.ts";
import type { CachedSource } from "../cached-source.ts";
import { curlItem } from "../repeat.ts";

/** A picture at 25 per second, and the rounding of EXTINF; audio may end a frame earlier. */
const TOLERANCE_SECONDS = 0.06;
/** More than pictures that an encoder drops. */
const CUT_SECONDS = 0.5;

/** Lengths of segments at the origin: as configured, as listed, as measured. */
export const originDurations: Check = {
  id: "origin-durations",
  hop: "origin",
  asked: "are the segments as long as EXTINF, EXT-X-TARGETDURATION and the channel say?",
  needs: ["origin-media"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>.m3u8"),
  run: async (evidence) =>
    evidence.origin === undefined
      ? skip("only a URL is looked at")
      : look(evidence, evidence.origin),
};

async function look(evidence: Evidence, source: CachedSource): Promise<Finding> {
  const segments = await source.segments();
  const [first] = segments;
  if (first === undefined) return skip("no segment is listed");
  for (const { name, address, answer, durationSeconds, variant } of segments) {
    const target = variant.playlist?.targetDurationSeconds ?? 0;
    const measured = answer === undefined ? undefined : inspectSegment(answer.body).video?.seconds;
    const curl = source.curl(address, "-sS -o segment.ts");
    if (Math.round(durationSeconds) > target)
      return fail(`${name}: EXTINF ${durationSeconds}, EXT-X-TARGETDURATION ${target}`, {
        code: "LONGER_THAN_TARGET",
        text: "a segment is longer than the target duration, which players may refuse (RFC 8216)",
        hint: "Check that GOPs divide the segment length.",
        curl: source.curl(variant.address),
      });
    if (measured !== undefined && durationSeconds - measured > CUT_SECONDS)
      return fail(
        `${name}: ${answer?.body.length ?? 0} bytes, EXTINF ${durationSeconds}, measured ${measured.toFixed(3)} s`,
        {
          code: "SEGMENT_CUT",
          text: "the end of the segment is missing: it is cut, or the encoder had no picture then",
          hint: "Was the input lost, or an upload broken off? Look at channel-alerts.",
          curl,
        },
      );
    if (measured !== undefined && Math.abs(measured - durationSeconds) > TOLERANCE_SECONDS)
      return fail(`${name}: EXTINF ${durationSeconds}, measured ${measured.toFixed(3)} s`, {
        code: "EXTINF_WRONG",
        text: "the playlist states another length than the segment has: players drift and stall",
        hint: "Was the input lost or its clock set? Look at channel-alerts.",
        curl,
      });
  }
  return asConfigured(evidence, first.durationSeconds, source.curl(first.variant.address));
}

/** A first segment after a start or a lost input may be shorter, so only what is longer than asked for counts. */
async function asConfigured(
  { channel, target }: Evidence,
  seconds: number,
  curl: string,
): Promise<Finding> {
  const facts = await readable(channel);
  const length = facts?.segmentLengthSeconds;
  const gopMs = facts?.rungs[0]?.gopMs;
  if (length === undefined || gopMs === undefined) return pass(`${seconds} s as listed`, curl);
  const wanted = effectiveSegmentMs(length * 1000, gopMs) / 1000;
  const saw = `listed ${seconds} s, configured ${wanted} s`;
  if (seconds - wanted <= TOLERANCE_SECONDS) return pass(saw, curl);
  const whole = Math.max(1, Math.floor(wanted));
  return fail(saw, {
    code: "SEGMENTS_NOT_AS_CONFIGURED",
    text: "segments become longer than the channel's settings say",
    hint: `If it stays so with the next segments, whole seconds are the safest: ${target.command(`create-channel --segment-seconds ${whole} --gop-seconds ${whole} --dry-run`)} shows what that changes.`,
    curl,
  });
}
