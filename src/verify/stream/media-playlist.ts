import { Parser } from "m3u8-parser";
import { fileName, withoutLastCommas } from "../playlists.ts";
import type { ByteRange } from "./wire.ts";

/** How a segment is locked (RFC 8216 §4.3.2.4). */
export type KeyUse = {
  readonly method: string;
  readonly address: string;
  /** 16 bytes; undefined: the media sequence number stands for it. */
  readonly iv: Buffer | undefined;
};

/** Something to be fetched: a whole object or a part of it. */
export type Resource = {
  readonly address: string;
  readonly range: ByteRange | undefined;
  readonly key: KeyUse | undefined;
};

export type MediaSegment = Resource & {
  readonly sequence: number;
  /** The file's name, without folders and query. */
  readonly name: string;
  readonly durationSeconds: number;
  readonly map: Resource | undefined;
  /** Counts discontinuities: segments of one number share a clock. */
  readonly timeline: number;
  /** Epoch milliseconds. */
  readonly programDateTime: number | undefined;
  /** EXT-X-GAP: nothing is there, and that is said. */
  readonly isGap: boolean;
};

export type MediaPlaylist = {
  readonly text: string;
  readonly mediaSequence: number;
  readonly targetDurationSeconds: number;
  readonly segments: readonly MediaSegment[];
  readonly hasEnded: boolean;
  readonly type: string | undefined;
  readonly isLowLatency: boolean;
  /** Its segments are single pictures, for fast forward and rewind. */
  readonly isFramesOnly: boolean;
};

type Manifest = Parser["manifest"];
/** What EXT-X-DEFINE gives names to. */
export type Definitions = Readonly<Record<string, string>>;
type RawSegment = NonNullable<Manifest["segments"]>[number];

/**
 * Reads a media playlist that came from `from`, with the variables that its master defines. Never throws: what no parser takes
 * has no segments.
 */
export function parseMedia(text: string, from: string, defined?: Definitions): MediaPlaylist {
  const manifest = parseManifest(text, from, defined);
  // A delta update leaves its oldest segments out.
  const skipped = wholeNumber(manifest.skip?.skippedSegments);
  const mediaSequence = wholeNumber(manifest.mediaSequence) + skipped;
  return {
    text,
    mediaSequence,
    targetDurationSeconds: wholeNumber(manifest.targetDuration),
    hasEnded: manifest.endList === true,
    type: manifest.playlistType,
    isFramesOnly: /^#EXT-X-I-FRAMES-ONLY/m.test(text),
    isLowLatency: manifest.partTargetDuration !== undefined || /^#EXT-X-PART[:-]/m.test(text),
    segments: (manifest.segments ?? []).flatMap((segment, index) => {
      const address = resolved(segment.uri, from);
      if (address === undefined) return [];
      return [readSegment(segment, { sequence: mediaSequence + index, address, from })];
    }),
  };
}

/**
 * What the parser makes of a text that came from `from`, which a variable of EXT-X-DEFINE may name a part of; empty where it
 * throws, as it does on a few tags without a value.
 */
export function parseManifest(text: string, from: string, defined: Definitions = {}): Manifest {
  const parser = new Parser({ uri: from, mainDefinitions: defined });
  parser.addParser({ expression: /^#EXT-X-GAP/, customType: "gap", segment: true });
  try {
    parser.push(withoutLastCommas(text));
    parser.end();
  } catch {
    return {};
  }
  return parser.manifest;
}

/** The address of what a playlist names; undefined for what nobody could ask for. */
export function resolved(uri: unknown, from: string): string | undefined {
  if (typeof uri !== "string" || !URL.canParse(uri, from)) return undefined;
  const url = new URL(uri, from);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function readSegment(
  raw: RawSegment,
  { sequence, address, from }: { sequence: number; address: string; from: string },
): MediaSegment {
  const mapAddress = resolved(raw.map?.uri, from);
  return {
    sequence,
    address,
    name: fileName(address),
    durationSeconds: raw.duration,
    range: raw.byterange,
    key: keyOf(raw.key, from),
    map:
      mapAddress === undefined
        ? undefined
        : { address: mapAddress, range: raw.map?.byterange, key: keyOf(raw.map?.key, from) },
    timeline: raw.timeline ?? 0,
    programDateTime: raw.programDateTime,
    isGap: raw.custom?.["gap"] !== undefined,
  };
}

function keyOf(raw: RawSegment["key"], from: string): KeyUse | undefined {
  if (raw === undefined || raw.method === "NONE") return undefined;
  const words = raw.iv === undefined ? undefined : [...raw.iv];
  const iv = words === undefined ? undefined : Buffer.alloc(16);
  words?.forEach((word, index) => iv?.writeUInt32BE(word >>> 0, index * 4));
  return { method: raw.method, address: resolved(raw.uri, from) ?? "", iv };
}

function wholeNumber(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}
