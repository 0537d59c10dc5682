import type { Packet } from "./packets.ts";

/** Stream types of a PMT (ISO/IEC 13818-1, ATSC A/53 for the last two), by what is in them. */
const VIDEO_TYPES: ReadonlyMap<number, string> = new Map([
  [0x1b, "avc1"],
  [0x24, "hvc1"],
  [0x02, "mpeg2"],
]);
const AUDIO_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0f, "mp4a"],
  [0x11, "mp4a"],
  [0x03, "mp3"],
  [0x04, "mp3"],
  [0x81, "ac-3"],
  [0x87, "ec-3"],
]);

/** The program of a segment, by its tables. */
export type Program = {
  readonly hasPat: boolean;
  readonly hasPmt: boolean;
  readonly videoPid: number | undefined;
  /** `avc1` and so on; undefined without a picture. */
  readonly videoFamily: string | undefined;
  readonly audioPid: number | undefined;
  readonly audioFamily: string | undefined;
  /** Streams of other kinds, by their stream types. */
  readonly otherTypes: readonly number[];
};

/** Reads the first PAT and the PMT that it names. Tables that span several packets are not expected in a segment. */
export function readProgram(packets: Iterable<Packet>): Program {
  let pmtPid: number | undefined;
  for (const { pid, isStart, payload } of packets) {
    if (!isStart) continue;
    if (pid === 0) pmtPid ??= programMapPid(section(payload));
    else if (pid === pmtPid) return readMap(section(payload));
  }
  return {
    hasPat: pmtPid !== undefined,
    hasPmt: false,
    videoPid: undefined,
    videoFamily: undefined,
    audioPid: undefined,
    audioFamily: undefined,
    otherTypes: [],
  };
}

/** What follows the pointer field, up to the CRC. */
function section(payload: Buffer): Buffer {
  const start = 1 + (payload[0] ?? 0);
  const length = (((payload[start + 1] ?? 0) & 0x0f) << 8) | (payload[start + 2] ?? 0);
  return payload.subarray(start, Math.max(start, start + 3 + length - 4));
}

function programMapPid(pat: Buffer): number | undefined {
  for (let at = 8; at + 4 <= pat.length; at += 4)
    // Program 0 is the network information table.
    if (pat.readUInt16BE(at) !== 0) return pat.readUInt16BE(at + 2) & 0x1fff;
  return undefined;
}

function readMap(pmt: Buffer): Program {
  const streams: { readonly type: number; readonly pid: number }[] = [];
  const skipped = pmt.length >= 12 ? pmt.readUInt16BE(10) & 0x0fff : 0;
  for (let at = 12 + skipped; at + 5 <= pmt.length; at += 5 + (pmt.readUInt16BE(at + 3) & 0x0fff))
    streams.push({ type: pmt[at] ?? 0, pid: pmt.readUInt16BE(at + 1) & 0x1fff });
  const video = streams.find(({ type }) => VIDEO_TYPES.has(type));
  const audio = streams.find(({ type }) => AUDIO_TYPES.has(type));
  return {
    hasPat: true,
    hasPmt: true,
    videoPid: video?.pid,
    videoFamily: VIDEO_TYPES.get(video?.type ?? -1),
    audioPid: audio?.pid,
    audioFamily: AUDIO_TYPES.get(audio?.type ?? -1),
    otherTypes: streams
      .map(({ type }) => type)
      .filter((type) => !VIDEO_TYPES.has(type) && !AUDIO_TYPES.has(type)),
  };
}
