import type { Fault } from "./fault.ts";
import { sinceStart, toleranceSeconds } from "./judge-lengths.ts";
import type { SegmentReading } from "./read-segment.ts";
import type { WindowReading } from "./readings.ts";

/** More than pictures that an encoder drops. */
const LEAST_MISSING_SECONDS = 0.5;
const AS_STATED_SECONDS = 0.15;

/** What the owner of a segment that is cut can do. */
export const CUT_HINT =
  "Compare its size here with the size where it was written: uploads that break off, or a proxy that ends early, cut them.";

/** Segments that are cut between two packets, so that as containers they are whole. */
export function judgeCutSegments(windows: readonly WindowReading[]): readonly Fault[] {
  return windows.flatMap((window): readonly Fault[] => {
    const { segments } = window;
    const found = segments.flatMap((reading) => {
      const why = whyCut(reading, window);
      return why === undefined ? [] : [{ reading, why }];
    });
    const [first] = found;
    if (first === undefined) return [];
    const { segment, bytes } = first.reading;
    return [
      {
        code: "SEGMENT_CUT",
        severity: "fail",
        saw: `${segment.name}: ${bytes} bytes, ${first.why}; ${found.length} of ${segments.length} segments`,
        text: "the end of the segment is missing: it is cut, or the encoder had no picture then",
        hint: CUT_HINT,
        address: segment.address,
      },
    ];
  });
}

function whyCut(reading: SegmentReading, { segments, rendition }: WindowReading) {
  const { segment, media } = reading;
  if (media?.video === undefined) return undefined;
  const { seconds = 0, startSeconds: from } = media.video;
  const stated = segment.durationSeconds;
  const missing = stated - seconds;
  if (missing <= toleranceSeconds(stated, segments)) return undefined;
  const before = `its pictures end ${missing.toFixed(1)} s before`;
  const others = segments.filter((other) => other !== reading);
  const after = segments[segments.indexOf(reading) + 1];
  const until = after?.media?.video?.startSeconds;
  if (from !== undefined && until !== undefined)
    return after?.segment.sequence === segment.sequence + 1 &&
      after.segment.timeline === segment.timeline &&
      isNear(sinceStart(from, until), stated) &&
      missing > Math.max(LEAST_MISSING_SECONDS, stated * 0.25)
      ? `${before} the next segment begins`
      : undefined;
  // When the next begins nobody knows, but where most are as long as stated the list can count. A film may end in sound.
  const isLast = after === undefined && rendition.readings[0]?.playlist?.hasEnded !== false;
  return !isLast && others.filter(isAsStated).length * 2 > others.length
    ? `${before} EXTINF says, and the others are as long as stated`
    : undefined;
}

function isAsStated({ media, segment }: SegmentReading): boolean {
  return isNear(media?.video?.seconds ?? 0, segment.durationSeconds);
}

function isNear(seconds: number, stated: number): boolean {
  return Math.abs(seconds - stated) < AS_STATED_SECONDS;
}
