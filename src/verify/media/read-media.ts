import { adtsCodec } from "./elementary.ts";
import { readFragments } from "./fragments.ts";
import { inspectSegment } from "./inspect.ts";

/** What the beginning of a body looks like. */
export type Container =
  | "mpeg-ts"
  | "fmp4"
  | "packed-audio"
  | "webvtt"
  | "html"
  | "xml-or-json"
  | "playlist"
  | "gzip"
  | "empty"
  | "unknown";

/** One kind of media in a segment, on the clock of the stream. */
type MediaTrack = {
  /** Family or whole codec string: `hvc1`, `avc1.4d401f`. */
  readonly codec: string | undefined;
  readonly startSeconds: number | undefined;
  readonly seconds: number | undefined;
  /** How long each picture is shown, on the average; undefined where nobody counted. */
  readonly pictureSeconds?: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
};

export type Media = {
  readonly container: Container;
  /** What is broken about it as a container; undefined when it is whole. */
  readonly broken: { readonly code: string; readonly saw: string } | undefined;
  readonly video: (MediaTrack & { readonly startsWithKeyframe: boolean | undefined }) | undefined;
  readonly audio: MediaTrack | undefined;
};

/** Tells what a body is, by its first bytes. */
export function containerOf(body: Buffer): Container {
  if (body.length === 0) return "empty";
  if (body[0] === 0x47) return "mpeg-ts";
  if (body[0] === 0x1f && body[1] === 0x8b) return "gzip";
  const start = body.toString("latin1", 0, 512);
  if (/^(?:\xEF\xBB\xBF)?WEBVTT/.test(start)) return "webvtt";
  if (/^(?:\xEF\xBB\xBF)?#EXTM3U/.test(start)) return "playlist";
  if (/^\s*(?:<!doctype html|<html|<head|<body)/i.test(start.replace(/^\xEF\xBB\xBF/, "")))
    return "html";
  if (/^(?:styp|ftyp|moof|moov|sidx|emsg|prft|free|skip)$/.test(start.slice(4, 8))) return "fmp4";
  if (/^\s*(?:<\?xml|<[A-Za-z]|[{[]")/.test(start)) return "xml-or-json";
  if (start.startsWith("ID3")) return "packed-audio";
  if (body[0] === 0xff && ((body[1] ?? 0) & 0xe0) === 0xe0) return "packed-audio";
  if (body[0] === 0x0b && body[1] === 0x77) return "packed-audio";
  // Out of step by a few bytes: still meant as a transport stream.
  for (let at = 1; at < 188; at += 1)
    if (body[at] === 0x47 && body[at + 188] === 0x47 && body[at + 376] === 0x47) return "mpeg-ts";
  return "unknown";
}

/** Looks into a segment of any form that RFC 8216 §3 knows; `init` is its EXT-X-MAP, empty without. Never throws. */
export function readMedia(body: Buffer, init: Buffer): Media {
  const container = containerOf(body);
  const nothing = { container, broken: undefined, video: undefined, audio: undefined };
  if (container === "mpeg-ts") return readTransportStream(body);
  if (container === "fmp4") return readFmp4(init, body);
  if (container === "packed-audio") {
    const codec = adtsCodec(body.subarray(id3Bytes(body)));
    return {
      ...nothing,
      audio: {
        codec: codec ?? "packed audio",
        startSeconds: undefined,
        seconds: undefined,
        width: undefined,
        height: undefined,
      },
    };
  }
  return nothing;
}

function readTransportStream(body: Buffer): Media {
  const { badSyncAt, program, video, audio } = inspectSegment(body);
  const container = "mpeg-ts";
  if (badSyncAt !== undefined)
    return {
      container,
      broken: {
        code: "NOT_A_TRANSPORT_STREAM",
        saw: `no sync byte at offset ${badSyncAt} of ${body.length}`,
      },
      video: undefined,
      audio: undefined,
    };
  const isLost = !program.hasPat || !program.hasPmt || (video === undefined && audio === undefined);
  return {
    container,
    broken: isLost
      ? {
          code: "NO_PROGRAM",
          saw: `PAT ${there(program.hasPat)}, PMT ${there(program.hasPmt)}, no video or audio stream`,
        }
      : undefined,
    video:
      video === undefined
        ? undefined
        : {
            codec: video.codec ?? program.videoFamily,
            startSeconds: video.startSeconds,
            seconds: video.seconds,
            pictureSeconds: video.seconds && video.seconds / video.pictures,
            width: video.width,
            height: video.height,
            startsWithKeyframe:
              program.videoFamily === "avc1" || program.videoFamily === "hvc1"
                ? video.startsWithKeyframe
                : undefined,
          },
    audio:
      audio === undefined
        ? undefined
        : {
            codec: audio.codec ?? program.audioFamily,
            startSeconds: audio.startSeconds,
            seconds: undefined,
            width: undefined,
            height: undefined,
          },
  };
}

function readFmp4(init: Buffer, body: Buffer): Media {
  const { tracks, hasMoof, isCut } = readFragments(init, body);
  const video = tracks.find(({ type }) => type === "video");
  const audio = tracks.find(({ type }) => type === "audio");
  return {
    container: "fmp4",
    broken: isCut
      ? { code: "SEGMENT_CUT", saw: `its boxes are longer than the ${body.length} bytes that came` }
      : !hasMoof
        ? { code: "NO_FRAGMENT", saw: "no moof box is in it" }
        : tracks.length === 0
          ? { code: "NO_INIT_SECTION", saw: "no moov box tells what is in it" }
          : undefined,
    video: video === undefined ? undefined : { ...video, startsWithKeyframe: undefined },
    audio,
  };
}

function id3Bytes(body: Buffer): number {
  if (body.toString("latin1", 0, 3) !== "ID3") return 0;
  // Four times seven bits (ID3v2, 3.1).
  return 10 + [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((body[at] ?? 0) & 0x7f), 0);
}

function there(is: boolean): string {
  return is ? "there" : "missing";
}
