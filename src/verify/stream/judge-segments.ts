import type { Container } from "../media/read-media.ts";
import { fileName } from "../playlists.ts";
import type { Fault } from "./fault.ts";
import { CUT_HINT, judgeCutSegments } from "./judge-cut-segments.ts";
import { judgeTracks } from "./judge-tracks.ts";
import type { WindowReading } from "./readings.ts";
import type { SegmentReading } from "./read-segment.ts";
import { beginningOf, statusWords } from "./reply-words.ts";
import type { Reply } from "./wire.ts";

type Complaint = Omit<Fault, "severity" | "address">;

/** What each listed segment is, in one window of every rendition: the worst kind first, with how many of how many. */
export function judgeSegments(
  windows: readonly WindowReading[],
  { isIndependent }: { readonly isIndependent: boolean },
): readonly Fault[] {
  const groups = new Map<string, { complaint: Complaint; address: string; names: string[] }>();
  for (const { rendition, segments } of windows)
    for (const reading of segments) {
      if (hasLeft(reading, rendition)) continue;
      const complaint = complaintOf(reading);
      if (complaint === undefined) continue;
      const group = groups.get(complaint.code) ?? {
        complaint,
        address: whereOf(reading),
        names: [],
      };
      group.names.push(reading.segment.name);
      groups.set(complaint.code, group);
    }
  const total = windows.reduce((sum, { segments }) => sum + segments.length, 0);
  const faults = [...groups.values()].map(({ complaint, address, names }): Fault => ({
    ...complaint,
    severity: "fail",
    saw: `${names[0] ?? ""}: ${complaint.saw}${names.length === 1 ? "" : `; ${names.length} of ${total} segments`}`,
    address,
  }));
  return [
    ...faults,
    ...judgeTracks(windows),
    ...judgeCutSegments(windows),
    ...keyframes(windows, isIndependent),
  ];
}

/** The oldest may leave the list, and its server, between the two requests. */
function hasLeft(
  { segment, trouble }: SegmentReading,
  { readings }: WindowReading["rendition"],
): boolean {
  const last = readings.findLast(({ playlist }) => playlist !== undefined)?.playlist;
  return (
    trouble?.kind === "not-served" && last !== undefined && segment.sequence < last.mediaSequence
  );
}

function whereOf({ segment, trouble }: SegmentReading): string {
  return trouble !== undefined && "reply" in trouble ? trouble.reply.address : segment.address;
}

/** What an answer without a segment means. */
export function notServed(reply: Reply): Complaint {
  const isRefused = reply.head?.status === 403 || reply.head?.status === 401;
  return {
    code: isRefused ? "SEGMENT_REFUSED" : "SEGMENT_MISSING",
    saw: statusWords(reply),
    text: isRefused
      ? "the playlist lists a segment that viewers may not read"
      : "the playlist lists a segment that is not there (RFC 8216 §6.2.2)",
    hint: isRefused
      ? "See what the server or the CDN refuses it for: a rule, a token in the address, or the key that it reads the origin with."
      : "See whether the writer puts it there at all, under this name and before the playlist, and how long the server keeps it.",
  };
}

/** What is wrong with one segment as it came; undefined when nothing is. */
export function complaintOf({
  segment,
  reply,
  media,
  trouble,
  bytes,
}: SegmentReading): Complaint | undefined {
  if (trouble !== undefined)
    switch (trouble.kind) {
      case "not-served":
        return notServed(reply);
      case "key":
        return {
          code: "KEY_NOT_SERVED",
          saw: `the key ${fileName(trouble.reply.address)} is answered with ${statusWords(trouble.reply)}`,
          text: "the key that EXT-X-KEY names cannot be fetched, so nothing encrypted with it can be played (RFC 8216 §6.3.6)",
          hint: "Ask for the key's address as the player does: its server must be up, allow this viewer, and send CORS headers.",
        };
      case "key-length":
        return {
          code: "KEY_UNUSABLE",
          saw: `${fileName(trouble.reply.address)} has ${trouble.bytes} bytes, ${statusWords(trouble.reply)}`,
          text: "a key of AES-128 is 16 bytes, with nothing around it (RFC 8216 §4.3.2.4)",
          hint: "Serve the 16 bytes themselves: no hexadecimal text, no JSON, no web page.",
        };
      case "decrypt":
        // OpenSSL puts its own numbers before the words.
        return { ...DOES_NOT_FIT, saw: trouble.text.replace(/^error:.*::/, "") };
      case "map":
        return {
          code: "INIT_SECTION_MISSING",
          saw: `${fileName(trouble.reply.address)}: ${statusWords(trouble.reply)}`,
          text: "the initialization section that EXT-X-MAP names cannot be fetched, so no segment can be played (RFC 8216 §4.3.2.5)",
          hint: "Put it where the playlist says, for as long as segments that need it are listed.",
        };
      case "locked":
        return undefined;
    }
  if (media === undefined) return undefined;
  const { broken, container } = media;
  const isUnlocked = segment.key?.method === "AES-128";
  // The IV concerns the first bytes alone.
  if (
    isUnlocked &&
    (container === "unknown" || broken?.saw.startsWith("no sync byte at offset 0 "))
  )
    return { ...DOES_NOT_FIT, saw: "decrypted, it does not begin as a segment does" };
  if (broken !== undefined)
    return { ...(BROKEN[broken.code] ?? BROKEN_OTHERWISE), code: broken.code, saw: broken.saw };
  const strange = STRANGE[container];
  const type = reply.head?.headers.get("content-type") ?? "absent";
  return strange === undefined
    ? undefined
    : {
        ...strange,
        saw: `${bytes} bytes, Content-Type ${type}, begins with ${beginningOf(reply)}`,
        hint: LOOK_THERE,
      };
}

const DOES_NOT_FIT = {
  code: "KEY_DOES_NOT_FIT",
  text: "the segment cannot be decrypted with the key and IV that the playlist names (RFC 8216 §5.2)",
  hint: "Compare the IV, or the media sequence number that stands for it, with what the packager used.",
};

const LOOK_THERE = "Look at what is stored there, and at who writes it.";

const STRANGE: Partial<Record<Container, { readonly code: string; readonly text: string }>> = {
  html: { code: "WEB_PAGE_INSTEAD", text: "the edge answers with a web page instead of a segment" },
  playlist: { code: "PLAYLIST_INSTEAD", text: "a playlist comes instead of a segment" },
  "xml-or-json": {
    code: "MESSAGE_INSTEAD",
    text: "a message in XML or JSON comes instead of a segment",
  },
  gzip: {
    code: "ENCODING_NOT_SAID",
    text: "the segment is compressed, and Content-Encoding does not say so",
  },
  empty: { code: "SEGMENT_EMPTY", text: "the segment has no bytes" },
  unknown: {
    code: "NOT_A_MEDIA_SEGMENT",
    text: "what comes is no transport stream, fragmented MP4, packed audio or WebVTT (RFC 8216 §3)",
  },
};

const BROKEN_OTHERWISE = { text: "the segment is damaged", hint: LOOK_THERE };

const BROKEN: Readonly<Record<string, { readonly text: string; readonly hint: string }>> = {
  NOT_A_TRANSPORT_STREAM: {
    text: "the transport stream is cut or out of step: players lose what follows (RFC 8216 §3.2)",
    hint: CUT_HINT,
  },
  NO_PROGRAM: {
    text: "a segment must announce its streams with PAT and PMT: a player that joins here finds nothing (RFC 8216 §3.2)",
    hint: "Let the packager repeat PAT and PMT at the beginning of every segment.",
  },
  SEGMENT_CUT: {
    text: "the segment ends before its last box does: it is cut",
    hint: CUT_HINT,
  },
  NO_FRAGMENT: {
    text: "a segment of fragmented MP4 must hold a movie fragment (RFC 8216 §3.3)",
    hint: "Let the packager write fragments; a plain MP4 file is no media segment.",
  },
  NO_INIT_SECTION: {
    text: "nothing says what the fragments contain: EXT-X-MAP is missing or names something else (RFC 8216 §3.3)",
    hint: "Name the initialization section with EXT-X-MAP.",
  },
};

function keyframes(windows: readonly WindowReading[], isIndependent: boolean): readonly Fault[] {
  return windows.flatMap(({ segments }): readonly Fault[] => {
    const known = segments.filter(
      ({ media }) =>
        media?.video?.startsWithKeyframe !== undefined && media.video.startSeconds !== undefined,
    );
    const without = known.filter(({ media }) => media?.video?.startsWithKeyframe === false);
    const [first] = without;
    if (first === undefined) return [];
    const isWrong = isIndependent || without.length === known.length;
    return [
      {
        code: "NO_KEYFRAME_FIRST",
        severity: isWrong ? "fail" : "warn",
        saw: `${first.segment.name}: the first picture is not a keyframe; ${without.length} of ${known.length} segments`,
        text: isIndependent
          ? "EXT-X-INDEPENDENT-SEGMENTS promises that every segment can be decoded by itself (RFC 8216 §4.3.5.1)"
          : "players that join or switch here see nothing until the next keyframe (RFC 8216 §3)",
        hint: "Let the encoder begin every segment with a keyframe: a GOP that divides the segment's length, no keyframes at changes of scene.",
        address: first.segment.address,
      },
    ];
  });
}
