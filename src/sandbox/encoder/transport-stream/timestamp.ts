/** PTS, DTS and PCR base count 90 kHz ticks modulo this. */
export const TIMESTAMP_WRAP = 2 ** 33;
export const TICKS_PER_SECOND = 90_000;
export const TICKS_PER_MS = 90;

const wrapped = (ticks: number): number =>
  ((ticks % TIMESTAMP_WRAP) + TIMESTAMP_WRAP) % TIMESTAMP_WRAP;

/** The five bytes of a PTS or DTS with its 4-bit prefix (ISO/IEC 13818-1 2.4.3.6). */
export function timestampBytes(prefix: number, ticks: number): Uint8Array {
  const value = wrapped(ticks);
  const top = Math.floor(value / 2 ** 30);
  const middle = Math.floor(value / 2 ** 15) & 0x7fff;
  const low = value % 2 ** 15;
  return Uint8Array.of(
    (prefix << 4) | (top << 1) | 1,
    middle >> 7,
    ((middle & 0x7f) << 1) | 1,
    low >> 7,
    ((low & 0x7f) << 1) | 1,
  );
}

/** The six bytes of a PCR, extension 0 (2.4.3.4). */
export function clockReferenceBytes(ticks: number): Uint8Array {
  const value = wrapped(ticks);
  const high = Math.floor(value / 2);
  return Uint8Array.of(
    high >>> 24,
    (high >>> 16) & 0xff,
    (high >>> 8) & 0xff,
    high & 0xff,
    ((value % 2) << 7) | 0x7e,
    0,
  );
}
