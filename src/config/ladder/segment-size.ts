/** Largest segment the origin takes, in bytes (Momento media storage guide: "less than 10MB"). */
export const MAX_SEGMENT_BYTES = 10_000_000;

/** Above this share of the limit a ladder is warned about: single segments were measured at 1.29 times their nominal size. */
export const WARNING_SHARE = 0.8;

/** What one segment of a rung is made of. */
export type SegmentQuestion = {
  /** Video (the maximum, with VBR and QVBR) plus audio, whole bits per second. */
  readonly bits: number;
  /** Effective segment length, whole milliseconds. */
  readonly milliseconds: number;
};

/** Which unit the 10 MB are read in: bytes (as the origin counts), or the megabits of the tutorial's worked example. */
type SizeRule = "bytes" | "tutorial";

// bits/s × ms × 11 is the estimate in 1/10,000 bit: ms make 1/1,000, the 10 % overhead as 11/10 makes the rest.
const scaled = ({ bits, milliseconds }: SegmentQuestion): number => bits * milliseconds * 11;

function scaledLimit(rule: SizeRule, maxBytes: number): number {
  return (rule === "bytes" ? 8 : 1) * maxBytes * 10_000;
}

/**
 * THE segment-size rule, in integers: bits/s × ms × 11 < 8 × 10,000,000 × 10,000. The `tutorial` reading leaves out the 8,
 * as the guide's own example does ("3,000 kbps × 2 s × 1.1 = 6.6 MB"), which makes the limit eight times stricter.
 */
export function fitsSegmentLimit(
  question: SegmentQuestion,
  rule: SizeRule = "bytes",
  maxBytes: number = MAX_SEGMENT_BYTES,
): boolean {
  return scaled(question) < scaledLimit(rule, maxBytes);
}

/** Estimated size of one segment in bits, 10 % overhead included. */
export function segmentBits(question: SegmentQuestion): number {
  return scaled(question) / 10_000;
}

/** Estimated size of one segment in bytes, 10 % overhead included. */
export function segmentBytes(question: SegmentQuestion): number {
  return segmentBits(question) / 8;
}

/** How much of the limit a segment takes: 1 and above is refused. */
export function shareOfLimit(question: SegmentQuestion, rule: SizeRule = "bytes"): number {
  return scaled(question) / scaledLimit(rule, MAX_SEGMENT_BYTES);
}

/** The longest segment, in whole milliseconds, that fits at `bits` per second; 0 when not even one millisecond does. */
export function longestSegmentMs(
  bits: number,
  rule: SizeRule = "bytes",
  maxBytes: number = MAX_SEGMENT_BYTES,
): number {
  return Math.floor((scaledLimit(rule, maxBytes) - 1) / (bits * 11));
}

/** The highest sum of video and audio, in whole bits per second, that fits a segment of `milliseconds`. */
export function highestBits(
  milliseconds: number,
  rule: SizeRule = "bytes",
  maxBytes: number = MAX_SEGMENT_BYTES,
): number {
  return Math.floor((scaledLimit(rule, maxBytes) - 1) / (milliseconds * 11));
}

/** Both figures of an estimate, for people: `6.60 Mb = 0.83 MB of 10 MB`. */
export function segmentSizeText(question: SegmentQuestion): string {
  const bits = segmentBits(question);
  return `${megas(bits)} Mb = ${megas(bits / 8)} MB of ${MAX_SEGMENT_BYTES / 1e6} MB`;
}

// Halves are rounded up, as people do: 0.825 is shown as 0.83, which toFixed alone would make 0.82.
function megas(value: number): string {
  return (Math.round(value / 1e4) / 100).toFixed(2);
}
