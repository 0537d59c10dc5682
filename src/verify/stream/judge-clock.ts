import type { Fault } from "./fault.ts";
import { sinceStart } from "./judge-lengths.ts";
import type { SegmentReading } from "./read-segment.ts";
import type { WindowReading } from "./readings.ts";

const MOST_JUMP_SECONDS = 0.5;
/** What people notice of sound that is early or late (ITU-R BT.1359). */
const MOST_SOUND_OFF_SECONDS = 0.2;
/** From a segment's upload to its place in the list that viewers get. */
const LEAST_SPARE_SECONDS = 10;
const PROGRAM_DATE_TIME_OFF_MS = 60_000;

/** One clock in every rendition, that goes on from segment to segment. */
export function judgeClock(windows: readonly WindowReading[]): readonly Fault[] {
  return [
    ...windows.flatMap(jumps),
    ...windows.flatMap(twice),
    ...windows.flatMap(soundOff),
    ...apart(windows),
    ...windows.flatMap(programDateTime),
  ];
}

function startOf({ media }: SegmentReading): number | undefined {
  return (
    media?.video?.startSeconds ??
    (media?.video === undefined ? media?.audio?.startSeconds : undefined)
  );
}

function jumps({ rendition, segments }: WindowReading): readonly Fault[] {
  const found = segments.flatMap((reading, index) => {
    const next = segments[index + 1];
    const [from, until] = [startOf(reading), next === undefined ? undefined : startOf(next)];
    if (next === undefined || from === undefined || until === undefined) return [];
    if (next.segment.sequence !== reading.segment.sequence + 1) return [];
    if (next.segment.timeline !== reading.segment.timeline) return [];
    const shown = reading.media?.video?.seconds ?? reading.segment.durationSeconds;
    const off = sinceStart(from, until) - shown;
    return Math.abs(off) > Math.max(MOST_JUMP_SECONDS, shown * 0.25) ? [{ next, off }] : [];
  });
  const [first] = found;
  const old = segments.find((reading) => isTooOld(reading, rendition));
  // A list of a film that is shown again and again is old too, but its names do not count along.
  const isEarlier =
    old !== undefined &&
    (first === undefined ? countsAlong(old.segment) : !isPause(segments, first));
  if (isEarlier)
    return [
      {
        code: "STALE_SEGMENTS",
        severity: "fail",
        saw: `${old.segment.name} has Age ${ageOf(old)}, older than its place in the list${first === undefined ? "" : `; ${first.next.segment.name} begins ${Math.abs(first.off).toFixed(1)} s too ${first.off > 0 ? "late" : "early"}`}`,
        text: "the edge serves segments of an earlier run under the same names",
        hint: "Invalidate the segments now: that costs no show. CloudFront console: the distribution, Invalidations. After the show take names that do not come back.",
        address: old.segment.address,
      },
    ];
  if (first === undefined) return [];
  const { next, off } = first;
  const age = ageOf(next);
  const aged = age > 0 ? `, Age ${age}` : "";
  return [
    {
      code: "TIMESTAMPS_JUMP",
      severity: "fail",
      saw: `${next.segment.name} begins ${Math.abs(off).toFixed(1)} s too ${off > 0 ? "late" : "early"}${aged}; ${found.length} of ${segments.length} segments`,
      text: "the clock of the stream jumps, and no EXT-X-DISCONTINUITY says so: players stall or drop what follows (RFC 8216 §4.3.2.3)",
      hint: "Let the packager write EXT-X-DISCONTINUITY where its input restarts; a segment from an earlier run under the same name jumps too.",
      address: next.segment.address,
    },
  ];
}

function ageOf({ reply }: SegmentReading): number {
  return Number(reply.head?.headers.get("age") ?? 0);
}

/** An encoder that paused: what came before is older by as much as the clock went on. */
function isPause(
  segments: readonly SegmentReading[],
  { next, off }: { readonly next: SegmentReading; readonly off: number },
): boolean {
  const before = segments[segments.indexOf(next) - 1];
  if (before === undefined || off < 0) return false;
  const apart = ageOf(before) - ageOf(next) - before.segment.durationSeconds;
  return Math.abs(apart - off) <= 2 * before.segment.durationSeconds;
}

/** Encoders name segments by their numbers. */
function countsAlong({ name, sequence }: SegmentReading["segment"]): boolean {
  return Number(/(\d+)\.\w+$/.exec(name)?.[1] ?? Number.NaN) === sequence;
}

/** Kept at the edge for longer than the segment can have existed, by what is listed after it. */
function isTooOld(reading: SegmentReading, { readings }: WindowReading["rendition"]): boolean {
  const { segment } = reading;
  const playlist = readings[0]?.playlist;
  if (playlist === undefined || playlist.hasEnded || playlist.type !== undefined) return false;
  const listed = playlist.segments
    .filter(({ sequence }) => sequence >= segment.sequence)
    .reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const { askedAt, tookMs } = reading.reply;
  const later = Math.max(0, askedAt + tookMs - (readings[0]?.at ?? 0)) / 1000;
  const spare = Math.max(LEAST_SPARE_SECONDS, 2 * playlist.targetDurationSeconds);
  return ageOf(reading) > listed + later + spare;
}

function twice({ rendition, segments }: WindowReading): readonly Fault[] {
  const seen = new Map<string, SegmentReading>();
  for (const reading of segments) {
    const { hash, media, segment } = reading;
    if (hash === undefined || !/^(?:mpeg-ts|fmp4)$/.test(media?.container ?? "")) continue;
    const other = seen.get(`${segment.timeline} ${hash}`);
    seen.set(`${segment.timeline} ${hash}`, reading);
    if (other === undefined) continue;
    return [
      {
        code: "SEGMENT_TWICE",
        severity: "fail",
        saw: `${segment.name} holds the same bytes as ${other.segment.name}`,
        text: "the same segment comes twice, so its timestamps go back without EXT-X-DISCONTINUITY (RFC 8216 §4.3.2.3)",
        hint: `Look at what writes ${rendition.name}: names that are used again, or a cache that answers one name for another.`,
        address: segment.address,
      },
    ];
  }
  return [];
}

function soundOff({ segments }: WindowReading): readonly Fault[] {
  const offs = segments.flatMap(({ media, segment }) => {
    const [picture, sound] = [media?.video?.startSeconds, media?.audio?.startSeconds];
    return picture === undefined || sound === undefined
      ? []
      : [{ off: sinceStart(picture, sound), segment, shown: media?.video?.pictureSeconds ?? 0 }];
  });
  const middle = offs.toSorted((one, other) => one.off - other.off)[Math.floor(offs.length / 2)];
  // Slides begin when the next one is due, wherever the sound is cut.
  if (middle === undefined) return [];
  if (Math.abs(middle.off) <= Math.max(MOST_SOUND_OFF_SECONDS, 2 * middle.shown)) return [];
  return [
    {
      code: "SOUND_OFF",
      severity: "fail",
      saw: `in ${middle.segment.name} sound begins ${Math.abs(middle.off).toFixed(2)} s ${middle.off > 0 ? "after" : "before"} the picture`,
      text: "audio and video timestamps are more than 200 ms apart: lip sync is off, and players wait for what is missing",
      hint: "Look at the encoder's audio delay, and at what restamps the two apart from each other.",
      address: middle.segment.address,
    },
  ];
}

/** Content that is in one variant must be in the others at the same time (RFC 8216 §6.2.4). */
function apart(windows: readonly WindowReading[]): readonly Fault[] {
  const ends = windows.flatMap(({ rendition, segments }) => {
    const last = segments.findLast((reading) => startOf(reading) !== undefined);
    const start = last === undefined ? undefined : startOf(last);
    const playlist = rendition.readings[0]?.playlist;
    // A film's sound may be longer than its picture.
    const isCompared =
      rendition.kind === "variant" ||
      (rendition.kind === "audio" && playlist?.hasEnded === false && playlist.type === undefined);
    if (!isCompared || last === undefined || start === undefined) return [];
    const end = start + last.segment.durationSeconds;
    const listed = playlist?.segments.reduce((sum, each) => sum + each.durationSeconds, 0) ?? 0;
    const at = (rendition.readings[0]?.at ?? 0) / 1000;
    return [{ rendition, end, at, listed, target: playlist?.targetDurationSeconds ?? 1, last }];
  });
  const [first] = ends;
  if (first === undefined) return [];
  const latest = ends.reduce(
    (most, each) => (sinceStart(most.end, each.end) > 0 ? each : most),
    first,
  );
  const behind = ends
    // A list that was read later has had more time to grow.
    .map((each) => ({
      ...each,
      by: sinceStart(each.end, latest.end) - Math.max(0, latest.at - each.at),
    }))
    .toSorted((one, other) => other.by - one.by)[0];
  // One list may be read just before it grows, and one segment of difference is allowed.
  if (behind === undefined || behind.by <= behind.target * 2 + MOST_JUMP_SECONDS) return [];
  const isOtherClock = behind.by > Math.max(behind.listed, latest.listed) + behind.target * 2;
  const saw = `${behind.rendition.name} ends ${behind.by.toFixed(1)} s before ${latest.rendition.name} (segments ${behind.last.segment.sequence} and ${latest.last.segment.sequence})`;
  return [
    isOtherClock
      ? {
          code: "RENDITIONS_ON_DIFFERENT_CLOCKS",
          severity: "fail",
          saw,
          text: "the variants do not share one clock, so players cannot switch: matching content must have matching timestamps (RFC 8216 §6.2.4)",
          hint: "Encode all variants in one process from one input; when two encoders write here, stop one of them.",
          address: behind.rendition.address,
        }
      : {
          code: "RENDITION_BEHIND",
          severity: "fail",
          saw,
          text: "one variant is segments behind the others: players that switch to it stall (RFC 8216 §6.2.4)",
          hint: "Look at what writes or serves that variant: a slow upload, an encoder without enough processor time, or a cache.",
          address: behind.rendition.address,
        },
  ];
}

function programDateTime({ rendition }: WindowReading): readonly Fault[] {
  const reading = rendition.readings.at(-1);
  const playlist = reading?.playlist;
  const last = playlist?.segments.at(-1);
  if (reading === undefined || playlist === undefined || last?.programDateTime === undefined)
    return [];
  if (playlist.hasEnded || playlist.type !== undefined) return [];
  const end = last.programDateTime + last.durationSeconds * 1000;
  const off = reading.at - end;
  if (Math.abs(off) <= PROGRAM_DATE_TIME_OFF_MS) return [];
  return [
    {
      code: "PROGRAM_DATE_TIME_OFF",
      severity: "warn",
      saw: `${rendition.name}: the newest segment ends at ${new Date(end).toISOString()}, ${Math.round(Math.abs(off) / 1000)} s ${off > 0 ? "ago" : "from now"} by the clock of this machine`,
      text: "EXT-X-PROGRAM-DATE-TIME is far from the clock, so players that keep viewers together, or choose ads by it, go wrong",
      hint: "Set the encoder's clock (NTP), or take it from the system's clock instead of the input's.",
      address: rendition.address,
    },
  ];
}
