import type { Packet } from "./packets.ts";
import { pictureSize } from "./picture-size.ts";

const TICKS_PER_SECOND = 90_000;
const WRAP_TICKS = 2 ** 33;
/** After which the 33 bits of a time begin anew, in seconds (ISO/IEC 13818-1). */
export const WRAP_SECONDS = WRAP_TICKS / TICKS_PER_SECOND;
const IDR = 5;
const SEQUENCE_PARAMETERS = 7;

/** What a video stream turns out to be. */
export type Video = {
  /** `avc1.4d401f`, from its own parameters; undefined when the first picture has none. */
  readonly codec: string | undefined;
  readonly startsWithKeyframe: boolean;
  readonly pictures: number;
  /** From the first picture to the end of the last one; undefined with fewer than two. */
  readonly seconds: number | undefined;
  /** When the earliest picture is shown, on the clock of the stream. */
  readonly startSeconds: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
};

/** What a stream of sound turns out to be. */
export type Audio = {
  readonly codec: string | undefined;
  readonly startSeconds: number | undefined;
};

/** Reads the pictures of one stream (ITU-T H.264, annex B in PES packets, a picture in each). */
export function readVideo(
  packets: Iterable<Packet>,
  pid: number,
  keyframe: (unit: Buffer) => boolean | undefined = isIdr,
): Video {
  const first: Buffer[] = [];
  const times: number[] = [];
  for (const packet of packets) {
    if (packet.pid !== pid) continue;
    if (packet.isStart) {
      const time = presentationTime(packet.payload);
      if (time !== undefined) times.push(time);
    }
    if (times.length <= 1)
      first.push(packet.isStart ? afterPesHeader(packet.payload) : packet.payload);
  }
  const units = nalUnits(Buffer.concat(first));
  const parameters = units.find((unit) => typeOf(unit) === SEQUENCE_PARAMETERS);
  const size = parameters === undefined ? undefined : pictureSize(parameters);
  const picture = units.find((unit) => keyframe(unit) !== undefined);
  return {
    codec: parameters === undefined ? undefined : `avc1.${parameters.toString("hex", 1, 4)}`,
    startsWithKeyframe: picture !== undefined && keyframe(picture) === true,
    pictures: times.length,
    seconds: length(times),
    startSeconds: earliest(times),
    width: size?.width,
    height: size?.height,
  };
}

const HEVC_RANDOM_ACCESS = { first: 16, last: 21 };

/** The same for H.265 (ITU-T H.265): no size, and no codec beyond its family. */
export function readHevc(packets: Iterable<Packet>, pid: number): Video {
  return readOther(packets, pid, (unit) => {
    const type = ((unit[0] ?? 0) >> 1) & 0x3f;
    if (type > 31) return undefined;
    return type >= HEVC_RANDOM_ACCESS.first && type <= HEVC_RANDOM_ACCESS.last;
  });
}

/** The times alone, of pictures whose parameters are not read. */
export function readOther(...stream: Parameters<typeof readVideo>): Video {
  return { ...readVideo(...stream), codec: undefined, width: undefined, height: undefined };
}

/** Sound: when it begins, and for AAC its kind, from the first ADTS header. */
export function readAudio(packets: Iterable<Packet>, pid: number): Audio {
  for (const packet of packets) {
    if (packet.pid !== pid || !packet.isStart) continue;
    const time = presentationTime(packet.payload);
    return {
      codec: adtsCodec(afterPesHeader(packet.payload)),
      startSeconds: time === undefined ? undefined : time / TICKS_PER_SECOND,
    };
  }
  return { codec: undefined, startSeconds: undefined };
}

/** `mp4a.40.2` and so on, from an ADTS header (ISO/IEC 13818-7); undefined when there is none. */
export function adtsCodec(data: Buffer): string | undefined {
  if (data[0] !== 0xff || ((data[1] ?? 0) & 0xf6) !== 0xf0) return undefined;
  return `mp4a.40.${((data[2] ?? 0) >> 6) + 1}`;
}

/** Undefined for what is no picture. */
function isIdr(unit: Buffer): boolean | undefined {
  const type = typeOf(unit);
  return type >= 1 && type <= IDR ? type === IDR : undefined;
}

/** Pictures come in the order of decoding, so the first need not be shown first. */
function earliest(times: readonly number[]): number | undefined {
  const [start] = times;
  if (start === undefined) return undefined;
  const near = times.slice(0, 16).filter((time) => Math.abs(time - start) < TICKS_PER_SECOND);
  return Math.min(...near) / TICKS_PER_SECOND;
}

/** The 33 bits count 26.5 hours, so a segment can hold the turn. */
function length(times: readonly number[]): number | undefined {
  const [start] = times;
  if (start === undefined || times.length < 2) return undefined;
  const offsets = times.map((time) => {
    const offset = time - start;
    if (offset < -WRAP_TICKS / 2) return offset + WRAP_TICKS;
    return offset > WRAP_TICKS / 2 ? offset - WRAP_TICKS : offset;
  });
  const span = Math.max(...offsets) - Math.min(...offsets);
  return (span * times.length) / (times.length - 1) / TICKS_PER_SECOND;
}

function presentationTime(pes: Buffer): number | undefined {
  if (((pes[7] ?? 0) & 0x80) === 0 || pes.length < 14) return undefined;
  const high = ((pes[9] ?? 0) >> 1) & 0x07;
  const middle = pes.readUInt16BE(10) >> 1;
  const low = pes.readUInt16BE(12) >> 1;
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

function afterPesHeader(pes: Buffer): Buffer {
  return pes.subarray(9 + (pes[8] ?? 0));
}

function nalUnits(data: Buffer): readonly Buffer[] {
  const starts: number[] = [];
  for (let at = data.indexOf(START_CODE); at >= 0; at = data.indexOf(START_CODE, at + 3))
    starts.push(at + 3);
  return starts.map((start, index) =>
    data.subarray(start, (starts[index + 1] ?? data.length + 3) - 3),
  );
}

const START_CODE = Buffer.from([0, 0, 1]);

function typeOf(unit: Buffer): number {
  return (unit[0] ?? 0) & 0x1f;
}
