import type { Fault } from "./fault.ts";
import { newest, type Step } from "./list-steps.ts";
import type { MediaPlaylist } from "./media-playlist.ts";

/** RFC 8216 §6.2.2. */
const LEAST_TARGETS_LISTED = 3;

/** What a list that grows must keep besides its order: its type, its length, the count of its discontinuities. */
export function judgeListRules(steps: readonly Step[], name: string): readonly Fault[] {
  return [typeBroken, discontinuitiesMiscounted, windowTooShort].flatMap(
    (judge) => judge(steps, name) ?? [],
  );
}

function typeBroken(steps: readonly Step[], name: string): Fault | undefined {
  const step = steps.find(
    ({ before: { type, mediaSequence, segments }, now }) =>
      (type === "EVENT" && now.mediaSequence > mediaSequence) ||
      (type === "VOD" &&
        (now.mediaSequence > mediaSequence || now.segments.length > segments.length)),
  );
  if (step === undefined) return undefined;
  const { before, now } = step;
  return {
    code: "PLAYLIST_TYPE_BROKEN",
    severity: "fail",
    saw: `${name}: EXT-X-PLAYLIST-TYPE:${before.type ?? ""}, segments ${before.mediaSequence} to ${newest(before)}, then ${now.mediaSequence} to ${newest(now)}`,
    text: "a list of the type EVENT may only grow at its end, one of the type VOD not at all: players offer what is gone, or never look again (RFC 8216 §4.3.3.5)",
    hint: "Leave the tag out of a live list whose window moves.",
  };
}

function discontinuitiesMiscounted(steps: readonly Step[], name: string): Fault | undefined {
  for (const { before, now } of steps) {
    const known = new Map(before.segments.map((segment) => [segment.name, segment]));
    const moved = now.segments.find((segment) => {
      const then = known.get(segment.name);
      return then?.sequence === segment.sequence && then.timeline !== segment.timeline;
    });
    if (moved === undefined) continue;
    return {
      code: "DISCONTINUITIES_MISCOUNTED",
      severity: "warn",
      saw: `${name}: before ${moved.name} ${known.get(moved.name)?.timeline ?? 0} discontinuities are counted, and then ${moved.timeline}`,
      text: "EXT-X-DISCONTINUITY-SEQUENCE must grow by one for every EXT-X-DISCONTINUITY that leaves the list: players line up renditions by it (RFC 8216 §6.2.2)",
      hint: "Let the packager write the tag, and count in it.",
    };
  }
  return undefined;
}

function windowTooShort(steps: readonly Step[], name: string): Fault | undefined {
  const step = steps.find(
    ({ before, now }) =>
      now.mediaSequence > before.mediaSequence &&
      Math.max(seconds(now), seconds(before)) < LEAST_TARGETS_LISTED * now.targetDurationSeconds,
  );
  if (step === undefined) return undefined;
  const { now } = step;
  return {
    code: "WINDOW_TOO_SHORT",
    severity: "warn",
    saw: `${name}: ${now.segments.length} segments, ${seconds(now).toFixed(1)} s, EXT-X-TARGETDURATION ${now.targetDurationSeconds}`,
    text: "segments leave the list although it is shorter than three target durations: players stall at the live edge (RFC 8216 §6.2.2)",
    hint: "List more segments, or state a target duration that is not longer than they are.",
  };
}

function seconds({ segments }: MediaPlaylist): number {
  return segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}
