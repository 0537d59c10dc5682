/** Writes an H.264 or AAC bit string, most significant bit first. */
export type BitWriter = {
  /** `count` bits (0–32) of `value`. */
  put(count: number, value: number): void;
  /** Unsigned Exp-Golomb code, ITU-T H.264 9.1. */
  ue(value: number): void;
  /** Signed Exp-Golomb code, ITU-T H.264 9.1.1. */
  se(value: number): void;
  /** Zero bits up to the next byte. */
  align(): void;
  /** Whole bytes; the position must be byte-aligned. */
  bytes(data: Uint8Array): void;
  /** Bits written so far. */
  position(): number;
  /** What was written, zero-padded to whole bytes. */
  toBytes(): Uint8Array;
};

/** An empty bit string that grows as needed. */
export function createBitWriter(initialBytes = 1024): BitWriter {
  let buffer = new Uint8Array(initialBytes);
  let position = 0;

  const reserve = (bits: number): void => {
    const needed = (position + bits + 7) >> 3;
    if (needed <= buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
    larger.set(buffer);
    buffer = larger;
  };
  const put = (count: number, value: number): void => {
    reserve(count);
    let left = count;
    while (left > 0) {
      const room = 8 - (position & 7);
      const take = Math.min(room, left);
      const bits = (value >>> (left - take)) & ((1 << take) - 1);
      const index = position >> 3;
      buffer[index] = (buffer[index] ?? 0) | (bits << (room - take));
      position += take;
      left -= take;
    }
  };
  const ue = (value: number): void => {
    const code = value + 1;
    const leadingZeros = 31 - Math.clz32(code);
    put(leadingZeros, 0);
    put(leadingZeros + 1, code);
  };
  const align = (): void => put((8 - (position & 7)) & 7, 0);
  return {
    put,
    ue,
    se: (value) => ue(value > 0 ? 2 * value - 1 : -2 * value),
    align,
    bytes: (data) => {
      reserve(data.length * 8);
      buffer.set(data, position >> 3);
      position += data.length * 8;
    },
    position: () => position,
    toBytes: () => buffer.subarray(0, (position + 7) >> 3),
  };
}
