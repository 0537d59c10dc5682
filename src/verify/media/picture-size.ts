/** Width and height in pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/** Profiles whose parameters tell the sampling of colours (ITU-T H.264, 7.3.2.1.1). */
const WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134]);
const MOST_BITS = 4096;

/** The size of the pictures from an H.264 sequence parameter set; undefined where it cannot be read. Never throws. */
export function pictureSize(unit: Buffer): PictureSize | undefined {
  const bits = bitReader(withoutEmulation(unit.subarray(1)));
  const profile = bits.read(8);
  bits.read(16);
  bits.exp();
  let chroma = 1;
  if (WITH_CHROMA.has(profile)) {
    chroma = bits.exp();
    if (chroma === 3) bits.read(1);
    bits.exp();
    bits.exp();
    bits.read(1);
    if (bits.read(1) === 1) skipScaling(bits, chroma === 3 ? 12 : 8);
  }
  bits.exp();
  const order = bits.exp();
  if (order === 0) bits.exp();
  else if (order === 1) {
    bits.read(1);
    bits.exp();
    bits.exp();
    const cycle = bits.exp();
    for (let index = 0; index < cycle && !bits.isOver(); index += 1) bits.exp();
  }
  bits.exp();
  bits.read(1);
  const width = (bits.exp() + 1) * 16;
  const mapUnits = bits.exp() + 1;
  const frameOnly = bits.read(1);
  if (frameOnly === 0) bits.read(1);
  bits.read(1);
  const crop = bits.read(1) === 1 ? [bits.exp(), bits.exp(), bits.exp(), bits.exp()] : [0, 0, 0, 0];
  if (bits.isOver()) return undefined;
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - frameOnly);
  return {
    width: width - (left + right) * unitX,
    height: mapUnits * 16 * (2 - frameOnly) - (top + bottom) * unitY,
  };
}

type BitReader = {
  readonly read: (count: number) => number;
  /** Exp-Golomb (ITU-T H.264, 9.1). */
  readonly exp: () => number;
  readonly isOver: () => boolean;
};

function bitReader(data: Buffer): BitReader {
  let at = 0;
  const limit = Math.min(data.length * 8, MOST_BITS);
  const read = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1, at += 1)
      value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  const exp = (): number => {
    let zeros = 0;
    while (at < limit && read(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + read(Math.min(zeros, 32));
  };
  return { read, exp, isOver: () => at > limit };
}

function skipScaling(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (bits.read(1) === 0) continue;
    let last = 8;
    for (let index = 0; index < (list < 6 ? 16 : 64) && last !== 0 && !bits.isOver(); index += 1) {
      const code = bits.exp();
      const delta = code % 2 === 0 ? -code / 2 : (code + 1) / 2;
      last = (last + delta + 256) % 256;
    }
  }
}

/** 00 00 03 stands for 00 00 (ITU-T H.264, 7.4.1). */
function withoutEmulation(data: Buffer): Buffer {
  const kept = [...data].filter(
    (byte, index) => !(byte === 3 && data[index - 1] === 0 && data[index - 2] === 0),
  );
  return Buffer.from(kept);
}
