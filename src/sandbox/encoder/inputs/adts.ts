import { SAMPLES_PER_FRAME } from "../aac/adts-frame.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";

const HEADER_BYTES = 7;

/** Splits a PES payload into its ADTS frames (ISO/IEC 14496-3 1.A.2.2); stops at the first byte that is no frame. */
export function splitAdts(payload: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= payload.length) {
    const synced = (payload.readUInt16BE(at) & 0xfff6) === 0xfff0;
    const bytes = (payload.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
    if (!synced || bytes < HEADER_BYTES || at + bytes > payload.length) break;
    frames.push(payload.subarray(at, at + bytes));
    at += bytes;
  }
  return frames;
}

/** Length of one AAC frame in 90 kHz ticks; not whole at 44.1 kHz. `sampleRate` in Hz. */
export function audioFrameTicks(sampleRate: number): number {
  return (SAMPLES_PER_FRAME * TICKS_PER_SECOND) / sampleRate;
}
