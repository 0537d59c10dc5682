import { WRAP_SECONDS } from "../media/elementary.ts";
import type { Fault } from "./fault.ts";
import type { SegmentReading } from "./read-segment.ts";
import type { WindowReading } from "./readings.ts";

/** A few pictures: cuts need not fall on the last one of a packet. */
const TOLERANCE_SECONDS = 0.15;
/** EXTINF of whole seconds, as before version 3, is rounded (RFC 8216 §4.3.2.1). */
const ROUNDED_SECONDS = 0.6;

/** EXTINF against EXT-X-TARGETDURATION and against what was measured. */
export function judgeLengths(windows: readonly WindowReading[]): readonly Fault[] {
  return [
    ...windows.flatMap((window) => [...overTarget(window), ...wrongLengths(window)]),
    ...targetsDiffer(windows),
  ];
}

function targetsDiffer(windows: readonly WindowReading[]): readonly Fault[] {
  const stated = windows.flatMap(({ rendition }) => {
    const target = rendition.readings[0]?.playlist?.targetDurationSeconds ?? 0;
    return rendition.kind === "subtitles" || target === 0 ? [] : [{ ...rendition, target }];
  });
  const [first] = stated;
  const other = stated.find(({ target }) => target !== first?.target);
  if (first === undefined || other === undefined) return [];
  return [
    {
      code: "TARGETDURATIONS_DIFFER",
      severity: "warn",
      saw: `EXT-X-TARGETDURATION is ${first.target} in ${first.name} and ${other.target} in ${other.name}`,
      text: "all renditions must have the same target duration: players time their next look by it (RFC 8216 §6.2.4)",
      hint: "Write the longest EXTINF of all renditions, rounded, into each.",
      address: other.address,
    },
  ];
}

function overTarget({ rendition }: WindowReading): readonly Fault[] {
  const playlist = rendition.readings[0]?.playlist;
  const segments = playlist?.segments ?? [];
  const target = playlist?.targetDurationSeconds ?? 0;
  const longest = segments.toSorted((one, other) => other.durationSeconds - one.durationSeconds)[0];
  const isStated = /#EXT-X-TARGETDURATION:\d/.test(playlist?.text ?? "");
  if (longest === undefined || !isStated || Math.round(longest.durationSeconds) <= target)
    return [];
  return [
    {
      code: "LONGER_THAN_TARGET",
      severity: "fail",
      saw: `${longest.name}: EXTINF ${longest.durationSeconds}, EXT-X-TARGETDURATION ${target}`,
      text: "EXT-X-TARGETDURATION is too small: rounded, no segment may be longer, and players come too late for the next list (RFC 8216 §4.3.3.1)",
      hint: "Write the longest EXTINF, rounded, as EXT-X-TARGETDURATION; or let keyframes end segments in time.",
      address: rendition.address,
    },
  ];
}

function wrongLengths({ rendition, segments }: WindowReading): readonly Fault[] {
  const wrong = segments.flatMap((reading, index) => {
    const measured = measuredSeconds(reading, segments[index + 1]);
    const stated = reading.segment.durationSeconds;
    if (measured === undefined) return [];
    return Math.abs(measured - stated) > toleranceSeconds(stated, segments)
      ? [{ reading, measured }]
      : [];
  });
  const [first] = wrong;
  if (first === undefined) return [];
  const { reading, measured } = first;
  return [
    {
      code: "EXTINF_WRONG",
      severity: "fail",
      saw: `${reading.segment.name}: EXTINF ${reading.segment.durationSeconds}, measured ${measured.toFixed(3)} s; ${wrong.length} of ${segments.length} segments of ${rendition.name}`,
      text: "the playlist states another length than the segment has: players drift and stall (RFC 8216 §4.3.2.1)",
      hint: "Let the packager write the measured length; look whether its input was lost or its clock set at that moment.",
      address: reading.segment.address,
    },
  ];
}

/** Lengths by the stream's own clock: what it shows, or until the next segment begins. Jumps are judged elsewhere. */
function measuredSeconds(
  { segment, media }: SegmentReading,
  next: SegmentReading | undefined,
): number | undefined {
  const shown =
    media?.video?.seconds ?? (media?.video === undefined ? media?.audio?.seconds : undefined);
  const [from, until] = [media?.video?.startSeconds, next?.media?.video?.startSeconds];
  const isNext =
    next?.segment.sequence === segment.sequence + 1 && next.segment.timeline === segment.timeline;
  if (from === undefined || until === undefined || !isNext) return shown;
  const apart = sinceStart(from, until);
  // Where both disagree with EXTINF the clock jumps, or the list is wrong: the pictures tell which.
  if (shown === undefined)
    return Math.abs(apart - segment.durationSeconds) > JUMP_SECONDS ? undefined : apart;
  return Math.abs(apart - segment.durationSeconds) < Math.abs(shown - segment.durationSeconds)
    ? apart
    : shown;
}

const JUMP_SECONDS = 0.5;

/** From one time to another on a clock that begins anew every 26.5 hours. */
export function sinceStart(from: number, until: number): number {
  const apart = until - from;
  if (apart < -WRAP_SECONDS / 2) return apart + WRAP_SECONDS;
  return apart > WRAP_SECONDS / 2 ? apart - WRAP_SECONDS : apart;
}

/** By how much a stated length among others may be off. */
export function toleranceSeconds(stated: number, segments: readonly SegmentReading[]): number {
  const hasFractions = segments.some(({ segment }) => !Number.isInteger(segment.durationSeconds));
  return Math.max(hasFractions ? TOLERANCE_SECONDS : ROUNDED_SECONDS, stated * 0.02);
}
