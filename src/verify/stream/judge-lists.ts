import { contradiction, type Contradiction } from "./contradiction.ts";
import type { Fault } from "./fault.ts";
import { cutList } from "./judge-cut-lists.ts";
import { judgeListRules } from "./judge-list-rules.ts";
import { newest, type Step, stepsOf } from "./list-steps.ts";
import type { MediaPlaylist } from "./media-playlist.ts";
import type { RenditionReading } from "./readings.ts";
import { statusWords } from "./reply-words.ts";

/** Consecutive looks at the same list: what may change between two of them, and what may not (RFC 8216 §6.2). */
export function judgeLists(renditions: readonly RenditionReading[]): readonly Fault[] {
  return [...renditions.flatMap(judgeRendition), ...endings(renditions)];
}

function judgeRendition(rendition: RenditionReading): readonly Fault[] {
  const { readings, earlier } = rendition;
  const all = stepsOf([...earlier, ...readings]);
  const since = readings[0]?.at ?? 0;
  // What an earlier look of a watch has told is no news, but two writers show only over time.
  const steps = all.filter(({ reading }) => reading.at >= since);
  const kinds: readonly ((
    steps: readonly Step[],
    rendition: RenditionReading,
  ) => Fault | undefined)[] = [goesOnAfterEnd, sequenceStands, wentBack, targetChanged];
  const found = [
    comesAndGoes(rendition),
    cutList(rendition),
    twoWriters(all, rendition),
    ...kinds.map((kind) => kind(steps, rendition)),
    ...judgeListRules(steps, rendition.name),
  ].filter((fault) => fault !== undefined);
  const [first] = found;
  // The first explains the others: two writers also go back and count wrongly.
  return first === undefined ? [] : [{ ...first, address: rendition.address }];
}

/** Answered at first, and later not. */
function comesAndGoes({ name, readings }: RenditionReading): Fault | undefined {
  const gone = readings.filter(
    ({ playlist, reply }) =>
      playlist === undefined && (reply.head?.status === 404 || reply.head?.status === 403),
  );
  const [first] = gone;
  if (first === undefined || readings[0]?.playlist === undefined) return undefined;
  return {
    code: "LIST_COMES_AND_GOES",
    severity: "fail",
    saw: `${name}: ${statusWords(first.reply)} to ${gone.length} of ${readings.length} looks`,
    text: "the playlist is there at one look and refused or missing at another: players stall or give up",
    hint: "Compare the machines behind that name: one may lack the file. Look also for how long it is stored, and until when a token in the address holds.",
  };
}

/** Numbers that name two different segments. */
function conflict(
  one: MediaPlaylist,
  other: MediaPlaylist,
): { sequence: number; names: string } | undefined {
  const names = new Map(one.segments.map(({ sequence, name }) => [sequence, name]));
  for (const { sequence, name } of other.segments) {
    const known = names.get(sequence);
    if (known !== undefined && known !== name) return { sequence, names: `${known} and ${name}` };
  }
  return undefined;
}

/** What was corrected once, or is counted wrongly at every look, does not come back: what two say in turns does. */
function inTurns(steps: readonly Step[]): Contradiction | undefined {
  const found = steps.flatMap(({ before, now }) => contradiction(before, now) ?? []);
  const [first] = found;
  return found.some(({ isMore }) => isMore !== first?.isMore) ? first : undefined;
}

function isOther({ before, now }: Step): boolean {
  const shifts = shiftOf(before, now);
  if (shifts !== undefined && shifts >= 0 && newest(now) >= newest(before)) return false;
  return (
    newest(now) < newest(before) ||
    conflict(before, now) !== undefined ||
    now.mediaSequence > newest(before) + now.segments.length
  );
}

function twoWriters(
  steps: readonly Step[],
  { name, readings, earlier }: RenditionReading,
): Fault | undefined {
  const turns = steps.filter(isOther);
  const said = inTurns(steps);
  if (said === undefined && turns.length < 2) return undefined;
  const clash =
    said ??
    turns.map(({ before, now }) => conflict(before, now)).find((each) => each !== undefined);
  if (clash === undefined && !turns.some(({ before, now }) => newest(now) > newest(before)))
    return undefined;
  const numbers = [...earlier, ...readings].flatMap(({ playlist }) =>
    playlist === undefined ? [] : newest(playlist),
  );
  return {
    code: "TWO_WRITERS",
    severity: "fail",
    saw: `${name}: newest segment ${numbers.slice(-8).join(", ")}${clash === undefined ? "" : `; number ${clash.sequence} is ${clash.names}`}`,
    text: "another encoder writes here: the list goes back and forth between two shows (RFC 8216 §6.2.2)",
    hint: "Find it by its key: see which channels and folders hold one that may write to this place, stop the one that does not belong here, or give it a place of its own. A key that only this encoder has ends it for good.",
  };
}

function goesOnAfterEnd(steps: readonly Step[], { name }: RenditionReading): Fault | undefined {
  // What begins anew after its end is another show.
  const step = steps.find(
    ({ before, now }) =>
      before.hasEnded && newest(now) >= newest(before) && conflict(before, now) === undefined,
  );
  if (step === undefined) return undefined;
  return {
    code: "ENDLIST_IN_RUNNING_SHOW",
    severity: "fail",
    saw: `${name}: EXT-X-ENDLIST after segment ${newest(step.before)}, and then segment ${newest(step.now)}`,
    text: "EXT-X-ENDLIST says that nothing more comes, but the list goes on: players stop in the middle of the show (RFC 8216 §4.3.3.4)",
    hint: "Take the tag out while the show runs; look at what rewrites playlists between encoder and viewer.",
  };
}

/** By how many segments the list moved on, by their names; undefined when that cannot be told. */
function shiftOf(before: MediaPlaylist, now: MediaPlaylist): number | undefined {
  const [first] = now.segments;
  if (
    first === undefined ||
    new Set(before.segments.map(({ name }) => name)).size !== before.segments.length
  )
    return undefined;
  const index = before.segments.findIndex(
    ({ name, range }) => name === first.name && range?.offset === first.range?.offset,
  );
  return index < 0 ? undefined : index;
}

function sequenceStands(steps: readonly Step[], { name }: RenditionReading): Fault | undefined {
  for (const { before, now } of steps) {
    const shift = shiftOf(before, now);
    if (shift === undefined || now.mediaSequence === before.mediaSequence + shift) continue;
    const stands = now.mediaSequence === before.mediaSequence;
    return {
      code: stands ? "SEQUENCE_STANDS" : "SEQUENCE_MISCOUNTS",
      severity: "fail",
      saw: `${name}: ${shift} segments left the list, and EXT-X-MEDIA-SEQUENCE went from ${before.mediaSequence} to ${now.mediaSequence}`,
      text: "EXT-X-MEDIA-SEQUENCE must grow by one for every segment that leaves the list, or players play the wrong one (RFC 8216 §6.2.2)",
      hint: "Let the packager count; look at what rewrites playlists between encoder and viewer.",
    };
  }
  return undefined;
}

function wentBack(steps: readonly Step[], { name }: RenditionReading): Fault | undefined {
  const back = steps.filter(
    ({ before, now }) =>
      !before.hasEnded && (newest(now) < newest(before) || conflict(before, now) !== undefined),
  );
  const step = back.length > 1 ? back[0] : back.find((each) => !isCacheOfASegment(each));
  if (step === undefined) return undefined;
  const { before, now, reading } = step;
  const saw = `${name}: newest segment ${newest(before)}, then ${newest(now)}`;
  const age = Number(reading.reply.head?.headers.get("age") ?? 0);
  const isSameShow =
    conflict(before, now) === undefined &&
    now.segments.some(({ name: one }) => before.segments.some((other) => other.name === one));
  if (isSameShow)
    return {
      code: "EDGE_LOCATION_STALE",
      severity: "fail",
      saw: `${saw}; X-Cache ${reading.reply.head?.headers.get("x-cache") ?? "absent"}, Age ${age}, ${reading.reply.head?.headers.get("x-amz-cf-pop") ?? "location not said"}`,
      text: "one machine or location of the CDN serves an older list than another: viewers jump back and stall (RFC 8216 §6.2.2)",
      hint: "Let the CDN keep playlists for less than a segment, and let it ask its origin again for that path.",
    };
  return {
    code: "ENCODER_RESTARTED",
    severity: "fail",
    saw,
    text: "the playlist restarted while it was being watched, so viewers who are playing now have to reload (RFC 8216 §6.2.2)",
    hint: "Look whether the encoder was started again just now; if this comes again, another encoder may write here.",
  };
}

/** Machines of a CDN may keep a list for less than a segment, each its own, so one look may be a segment behind the last. */
function isCacheOfASegment({ before, now, reading }: Step): boolean {
  const age = reading.reply.head?.headers.get("age");
  return (
    newest(before) - newest(now) === 1 &&
    conflict(before, now) === undefined &&
    Number(age ?? 0) <= now.targetDurationSeconds
  );
}

function targetChanged(steps: readonly Step[], { name }: RenditionReading): Fault | undefined {
  const step = steps.find(
    ({ before, now }) => before.targetDurationSeconds !== now.targetDurationSeconds,
  );
  if (step === undefined) return undefined;
  return {
    code: "TARGETDURATION_CHANGES",
    severity: "fail",
    saw: `${name}: ${step.before.targetDurationSeconds}, then ${step.now.targetDurationSeconds}`,
    text: "EXT-X-TARGETDURATION must stay the same for as long as the list lives (RFC 8216 §6.2.1)",
    hint: "Set it from the start to the longest duration that a segment can have.",
  };
}

function endings(renditions: readonly RenditionReading[]): readonly Fault[] {
  const last = renditions.flatMap(({ name, kind, address, readings }) => {
    const playlist = readings.at(-1)?.playlist;
    return playlist === undefined || kind === "subtitles" ? [] : [{ name, address, playlist }];
  });
  const ended = last.find(({ playlist }) => playlist.hasEnded);
  const open = last.find(({ playlist }) => !playlist.hasEnded);
  if (ended === undefined || open === undefined) return [];
  const isGrowing = renditions.some(
    ({ address, readings }) => address === open.address && stepsOf(readings).length > 0,
  );
  if (!isGrowing) return [];
  return [
    {
      code: "ENDLIST_IN_RUNNING_SHOW",
      severity: "fail",
      saw: `${ended.name} has EXT-X-ENDLIST, ${open.name} goes on`,
      text: "one rendition says that nothing more comes while another goes on: players stop there (RFC 8216 §4.3.3.4)",
      hint: "Write the tag into all renditions at the end of the show, and into none before.",
      address: ended.address,
    },
  ];
}
