import { TIMESTAMP_WRAP } from "../transport-stream/timestamp.ts";

/** Reads the five bytes of a PES timestamp (ISO/IEC 13818-1 2.4.3.6) at `offset`, in 90 kHz ticks modulo 2^33. */
export function readTimestamp(bytes: Buffer, offset: number): number {
  const high = (bytes.readUInt8(offset) >> 1) & 0x07;
  const middle = bytes.readUInt16BE(offset + 1) >> 1;
  const low = bytes.readUInt16BE(offset + 3) >> 1;
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

/** The value congruent to `ticks` modulo 2^33 that is nearest to `near`. */
export function unwrapTicks(ticks: number, near: number): number {
  return ticks + Math.round((near - ticks) / TIMESTAMP_WRAP) * TIMESTAMP_WRAP;
}
