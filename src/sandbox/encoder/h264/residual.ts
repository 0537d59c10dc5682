import type { BitWriter } from "./bits.ts";

/** At this quantiser a level is worth less than one sample, luma and chroma, so every flat colour comes out exactly. */
export const PICTURE_QP = 18;

/** LevelScale(0,0,0) at QP % 6 = 0: flat scaling matrix 16 times 10 (ITU-T H.264 8.5.9). */
const LEVEL_SCALE = 160;
const QP_STEP = PICTURE_QP / 6;

/** What a luma DC level alone adds to each sample (8.5.10, 8.5.12). */
const lumaOffset = (level: number): number => {
  const dc = (level * LEVEL_SCALE + (1 << (5 - QP_STEP))) >> (6 - QP_STEP);
  return (dc + 32) >> 6;
};

/** What a chroma DC level alone adds to each sample (8.5.11). */
const chromaOffset = (level: number): number =>
  ((((level * LEVEL_SCALE) << QP_STEP) >> 5) + 32) >> 6;

/** The smallest level for each difference from -255 to 255. */
function levelsByDifference(offset: (level: number) => number): ReadonlyMap<number, number> {
  const levels = new Map<number, number>();
  for (let level = 0; levels.size < 511; level++) {
    for (const signed of [level, -level]) {
      const difference = offset(signed);
      if (Math.abs(difference) <= 255 && !levels.has(difference)) levels.set(difference, signed);
    }
  }
  return levels;
}

const LUMA_LEVELS = levelsByDifference(lumaOffset);
const CHROMA_LEVELS = levelsByDifference(chromaOffset);

export const lumaLevel = (difference: number): number => LUMA_LEVELS.get(difference) ?? 0;
export const chromaLevel = (difference: number): number => CHROMA_LEVELS.get(difference) ?? 0;

/** coeff_token as [length, bits] for no coefficient, one larger than 1, one trailing one (table 9-5). */
type CoefficientTokens = readonly [none: Code, large: Code, one: Code];
type Code = readonly [length: number, bits: number];

/** nC 0: no neighbour has coefficients. */
export const QUIET_NEIGHBOURS: CoefficientTokens = [
  [1, 0b1],
  [6, 0b000101],
  [2, 0b01],
];
/** nC ≥ 8: a neighbour is I_PCM, which counts as 16 coefficients. */
export const PCM_NEIGHBOURS: CoefficientTokens = [
  [6, 0b000011],
  [6, 0b000000],
  [6, 0b000001],
];
/** nC -1: chroma DC of 4:2:0. */
export const CHROMA_DC: CoefficientTokens = [
  [2, 0b01],
  [6, 0b000111],
  [1, 0b1],
];

/** A CAVLC block whose only coefficient, if any, is the DC one (7.3.5.3.2, 9.2). */
export function writeDcBlock(bits: BitWriter, level: number, tokens: CoefficientTokens): void {
  const [length, code] = tokens[level === 0 ? 0 : Math.abs(level) === 1 ? 2 : 1];
  bits.put(length, code);
  if (level === 0) return;
  if (Math.abs(level) === 1) bits.put(1, level < 0 ? 1 : 0);
  else writeLevel(bits, (level > 0 ? 2 * level - 2 : -2 * level - 1) - 2);
  bits.put(1, 1);
}

function writeLevel(bits: BitWriter, levelCode: number): void {
  if (levelCode < 14) {
    bits.put(levelCode, 0);
    bits.put(1, 1);
  } else if (levelCode < 30) {
    bits.put(15, 1);
    bits.put(4, levelCode - 14);
  } else {
    bits.put(16, 1);
    bits.put(12, levelCode - 30);
  }
}
