import { parseMedia } from "../../../src/verify/stream/media-playlist.ts";
import type { SegmentReading } from "../../../src/verify/stream/read-segment.ts";
import type {
  PlaylistReading,
  RenditionReading,
  WindowReading,
} from "../../../src/verify/stream/readings.ts";
import type { Reply, Wanted } from "../../../src/verify/stream/wire.ts";

type Answer = {
  readonly wanted?: Wanted | undefined;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly at?: number;
};

/** What came back for a name below `http://host/`. */
export function madeReply(name: string, answer: Answer = {}): Reply {
  const { wanted, status = 200, headers = {}, body = "", at = 0 } = answer;
  const head = { status, headers: new Headers(headers) };
  return {
    address: `http://host/${name}`,
    finalAddress: `http://host/${name}`,
    wanted,
    hops: [],
    head,
    answer: { ...head, body: Buffer.from(body) },
    bytes: body.length,
    trouble: undefined,
    askedAt: at,
    firstByteMs: 1,
    tookMs: 2,
  };
}

/** A rendition `a.m3u8` whose list was seen with these texts, a second apart. */
export function madeRendition(texts: readonly string[], answer: Answer = {}): RenditionReading {
  const readings = texts.map((text, index): PlaylistReading => {
    const at = index * 1_000;
    const reply = madeReply("a.m3u8", { ...answer, wanted: "playlist", body: text, at });
    return { at, reply, playlist: parseMedia(text, reply.finalAddress) };
  });
  return {
    kind: "variant",
    name: "a.m3u8",
    address: "http://host/a.m3u8",
    link: undefined,
    hasOwnAudio: false,
    readings,
    earlier: [],
  };
}

/** Lines of a list of `extinfs`, from `sequence` on: `a_7.ts` and so on. */
export function madeList(
  sequence: number,
  extinfs: readonly (number | string)[],
  more: readonly string[] = [],
): string {
  const lines = extinfs.map((extinf, index) => `#EXTINF:${extinf},\na_${sequence + index}.ts`);
  const head = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2"];
  return [...head, `#EXT-X-MEDIA-SEQUENCE:${sequence}`, ...more, ...lines, ""].join("\n");
}

/** One window of a list whose segments show pictures, each for so many seconds; undefined for a single one. */
export function madeWindow(text: string, shown: readonly (number | undefined)[]): WindowReading {
  const rendition = madeRendition([text]);
  const listed = rendition.readings[0]?.playlist?.segments ?? [];
  let begin = 10;
  const segments = listed.map((segment, index): SegmentReading => {
    const track = { codec: "avc1.4d400d", width: 320, height: 240 };
    const startSeconds = begin;
    begin += segment.durationSeconds;
    return {
      segment,
      reply: madeReply(segment.name, { wanted: "segment" }),
      bytes: 1_000,
      hash: segment.name,
      trouble: undefined,
      media: {
        container: "mpeg-ts",
        broken: undefined,
        video: { ...track, startSeconds, seconds: shown[index], startsWithKeyframe: true },
        audio: undefined,
      },
    };
  });
  return { rendition, listed: listed.length, segments, newest: [] };
}
