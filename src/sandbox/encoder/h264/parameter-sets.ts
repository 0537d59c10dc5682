import { createBitWriter, type BitWriter } from "./bits.ts";
import { NAL, nalUnit } from "./nal-unit.ts";
import { PICTURE_QP } from "./residual.ts";

type Fraction = { readonly numerator: number; readonly denominator: number };

export type VideoFormat = {
  readonly width: number;
  readonly height: number;
  readonly fps: Fraction;
  readonly pixelAspect: Fraction;
  /** profile_idc: 66 Baseline, 77 Main, 100 High. */
  readonly profileIdc: number;
  readonly levelIdc: number;
};

/** log2 of MaxFrameNum: frame_num has this many bits. */
export const FRAME_NUM_BITS = 8;
const EXTENDED_SAR = 255;
const CROP_UNIT = 2;

/** Constraint flags as MediaLive's CODECS strings show them (`4d40`: Main with set1). */
export function constraintFlags(profileIdc: number): number {
  if (profileIdc === 66) return 0xc0;
  return profileIdc === 77 ? 0x40 : 0;
}

/**
 * Sequence parameter set (ITU-T H.264 7.3.2.1): progressive 4:2:0, POC type 2, one reference; sizes off the 16 grid are
 * cropped.
 */
export function sequenceParameterSet(format: VideoFormat): Buffer {
  const bits = createBitWriter(64);
  bits.put(8, format.profileIdc);
  bits.put(8, constraintFlags(format.profileIdc));
  bits.put(8, format.levelIdc);
  bits.ue(0);
  if (format.profileIdc >= 100) {
    bits.ue(1);
    bits.ue(0);
    bits.ue(0);
    bits.put(2, 0);
  }
  bits.ue(FRAME_NUM_BITS - 4);
  bits.ue(2);
  bits.ue(1);
  bits.put(1, 0);
  const columns = Math.ceil(format.width / 16);
  const rows = Math.ceil(format.height / 16);
  bits.ue(columns - 1);
  bits.ue(rows - 1);
  bits.put(2, 0b11);
  cropping(bits, columns * 16 - format.width, rows * 16 - format.height);
  usability(bits, format);
  return nalUnit(NAL.sps, bits);
}

function cropping(bits: BitWriter, right: number, bottom: number): void {
  const needed = right > 0 || bottom > 0;
  bits.put(1, needed ? 1 : 0);
  if (!needed) return;
  bits.ue(0);
  bits.ue(right / CROP_UNIT);
  bits.ue(0);
  bits.ue(bottom / CROP_UNIT);
}

/** VUI (annex E): sample aspect, frame rate, and that no picture is reordered. */
function usability(bits: BitWriter, { pixelAspect, fps }: VideoFormat): void {
  bits.put(1, 1);
  bits.put(1, 1);
  bits.put(8, EXTENDED_SAR);
  bits.put(16, pixelAspect.numerator);
  bits.put(16, pixelAspect.denominator);
  bits.put(3, 0);
  bits.put(1, 1);
  bits.put(32, fps.denominator);
  bits.put(32, fps.numerator * 2);
  bits.put(1, 1);
  bits.put(3, 0);
  bits.put(2, 0b11);
  for (const value of [0, 0, 0, 0, 0, 1]) bits.ue(value);
}

/** Picture parameter set (7.3.2.2): CAVLC, deblocking under the slice's control. */
export function pictureParameterSet(): Buffer {
  const bits = createBitWriter(16);
  bits.ue(0);
  bits.ue(0);
  bits.put(2, 0);
  for (const value of [0, 0, 0]) bits.ue(value);
  bits.put(3, 0);
  bits.se(PICTURE_QP - 26);
  bits.se(0);
  bits.se(0);
  bits.put(3, 0b100);
  return nalUnit(NAL.pps, bits);
}
