import { PACKET_BYTES, payloadAt, pidAt, SYNC, unitStartsAt } from "../transport-stream/packet.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";
import { audioFrameTicks, splitAdts } from "./adts.ts";
import { readPes } from "./pes-reader.ts";
import { createProgramReader } from "./ts-program.ts";
import { unwrapTicks } from "./ts-timestamp.ts";

/** One coded picture. Without B-frames its decoding time is its presentation time. */
type Picture = { readonly data: Buffer; readonly ptsTicks: number };

/** One ADTS frame. */
export type Sound = { readonly frame: Buffer; readonly ptsTicks: number };

/** A closed group of pictures on its source's own clock (90 kHz, unwrapped), with the audio that sounds under it. */
export type RawGop = {
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly pictures: readonly Picture[];
  readonly sounds: readonly Sound[];
};

type TsCutter = { push(chunk: Buffer): void; end(): void };

/** Pictures wait this long for audio that is late; then it has fallen silent. */
const AUDIO_WAIT_TICKS = 3 * TICKS_PER_SECOND;

type ClosedGop = { startTicks: number; endTicks: number; pictures: Picture[] };

/**
 * Cuts a transport stream with one H.264 and at most one AAC track into GOPs, wherever the chunks' borders are. Audio goes
 * with the pictures that it sounds under, also when the muxer sent it later. `end` gives the last GOP too, its duration
 * taken from the distance of its pictures. `sampleRate` in Hz.
 */
export function createTsCutter(sampleRate: number, onGop: (gop: RawGop) => void): TsCutter {
  const program = createProgramReader();
  let rest: Buffer = Buffer.alloc(0);
  let lastTicks: number | undefined;
  let video: { readonly payloads: Buffer[]; readonly keyframe: boolean } | undefined;
  let audio: Buffer[] = [];
  let pictures: Picture[] | undefined;
  let sounds: Sound[] = [];
  const closed: ClosedGop[] = [];

  const unwrap = (ticks: number): number => {
    lastTicks = unwrapTicks(ticks, lastTicks ?? ticks);
    return lastTicks;
  };

  const endPicture = (): void => {
    const unit = readPes(video?.payloads ?? []);
    const keyframe = video?.keyframe === true;
    video = undefined;
    if (unit === undefined) return;
    const ptsTicks = unwrap(unit.ptsTicks);
    if (keyframe) {
      endGop(ptsTicks);
      pictures = [];
    }
    pictures?.push({ data: unit.data, ptsTicks });
    release(ptsTicks);
  };

  const endSound = (): void => {
    const unit = readPes(audio);
    audio = [];
    if (unit === undefined) return;
    const startTicks = unwrap(unit.ptsTicks);
    for (const [index, frame] of splitAdts(unit.data).entries())
      sounds.push({
        frame,
        ptsTicks: startTicks + Math.round(index * audioFrameTicks(sampleRate)),
      });
  };

  const endGop = (endTicks: number): void => {
    const startTicks = pictures?.[0]?.ptsTicks;
    if (pictures !== undefined && startTicks !== undefined)
      closed.push({ startTicks, endTicks, pictures });
    pictures = undefined;
  };

  const release = (videoTicks: number): void => {
    for (;;) {
      const gop = closed[0];
      if (gop === undefined) return;
      const { startTicks, endTicks } = gop;
      const heard =
        program.audioPid() === undefined || (sounds.at(-1)?.ptsTicks ?? -Infinity) >= endTicks;
      if (!heard && videoTicks - endTicks < AUDIO_WAIT_TICKS) return;
      closed.shift();
      onGop({
        startTicks,
        durationTicks: endTicks - startTicks,
        pictures: gop.pictures,
        sounds: sounds.filter((sound) => sound.ptsTicks < endTicks),
      });
      sounds = sounds.filter((sound) => sound.ptsTicks >= endTicks);
    }
  };

  const take = (packet: Buffer): void => {
    const payload = packet.subarray(payloadAt(packet, 0));
    if (program.read(packet, payload)) return;
    const starts = unitStartsAt(packet, 0);
    switch (pidAt(packet, 0)) {
      case program.videoPid():
        if (starts) {
          endPicture();
          video = { payloads: [], keyframe: isRandomAccess(packet) };
        }
        video?.payloads.push(payload);
        break;
      case program.audioPid():
        if (starts) endSound();
        audio.push(payload);
        break;
      default:
    }
  };

  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      while (at + PACKET_BYTES <= bytes.length) {
        const synced = bytes[at] === SYNC;
        if (synced) take(bytes.subarray(at, at + PACKET_BYTES));
        at += synced ? PACKET_BYTES : 1;
      }
      rest = bytes.subarray(at);
    },
    end() {
      endPicture();
      endSound();
      const last = pictures?.at(-1);
      const before = pictures?.at(-2) ?? last;
      if (last !== undefined && before !== undefined)
        endGop(last.ptsTicks + (last.ptsTicks - before.ptsTicks));
      release(Infinity);
    },
  };
}

/** random_access_indicator: decoding can start at this packet (2.4.3.4). */
function isRandomAccess(packet: Buffer): boolean {
  const flags = packet.readUInt8(3);
  return (flags & 0x20) !== 0 && packet.readUInt8(4) > 0 && (packet.readUInt8(5) & 0x40) !== 0;
}
