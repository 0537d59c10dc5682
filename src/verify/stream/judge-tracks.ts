import type { Fault } from "./fault.ts";
import type { SegmentReading } from "./read-segment.ts";
import type { WindowReading } from "./readings.ts";

const WORDS = { video: ["PICTURE_ABSENT", "a picture"], audio: ["SOUND_ABSENT", "sound"] } as const;
type Kind = keyof typeof WORDS;

/** Transport stream segments whose tables announce what does not come. */
export function judgeTracks(windows: readonly WindowReading[]): readonly Fault[] {
  return windows.flatMap((window) =>
    (["video", "audio"] as const).flatMap((kind) => absent(kind, window)),
  );
}

function absent(kind: Kind, { rendition, segments }: WindowReading): readonly Fault[] {
  const lacks = ({ media }: SegmentReading): boolean =>
    media?.container === "mpeg-ts" &&
    media[kind] !== undefined &&
    media[kind].startSeconds === undefined;
  // A film may begin and end with one of the two.
  const isFilm = rendition.readings[0]?.playlist?.hasEnded !== false;
  const from = isFilm ? segments.findIndex((each) => !lacks(each)) : 0;
  const until = isFilm ? segments.findLastIndex((each) => !lacks(each)) : segments.length;
  const lacking = segments.slice(Math.max(0, from), Math.max(0, until)).filter(lacks);
  const lacksAll = segments.every(lacks);
  const found = lacksAll ? segments : lacking.filter((each) => has(OTHER[kind], each));
  const [first] = found;
  // A table may announce a picture in a variant that is meant to be heard.
  const isForEars = kind === "video" && lacksAll && rendition.link?.resolution === "";
  if (first === undefined || (isForEars && has("audio", first))) return [];
  const [code, what] = WORDS[kind];
  return [
    {
      code,
      severity: "fail",
      saw: `${first.segment.name}: its PMT announces ${what}, and no packet of that comes; ${found.length} of ${segments.length} segments`,
      text: `${what} is announced and missing: players wait for it, or play without (RFC 8216 §3.2)`,
      hint: "Compare the PIDs that the packager writes with those of its PMT, and look whether the encoder's input had both at that moment.",
      address: first.segment.address,
    },
  ];
}

const OTHER = { video: "audio", audio: "video" } as const;

function has(kind: Kind, { media }: SegmentReading): boolean {
  return media?.[kind]?.startSeconds !== undefined;
}
