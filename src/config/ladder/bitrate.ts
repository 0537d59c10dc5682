import type { RateControl, Rung } from "../spec.ts";

/** VBR and QVBR without a stated maximum peak at this multiple of the average. Our choice: common practice for ladders. */
const DEFAULT_PEAK_RATIO = 1.5;

/** Whole bits per second of a figure in kbps, which may have up to three decimals. */
export function bitsPerSecond(kbps: number): number {
  return Math.round(kbps * 1000);
}

/** The peak that a rung may reach when none is stated: 1.5 times its average, in kbps with at most three decimals. */
export function defaultMaxVideoKbps(videoKbps: number): number {
  return Math.round(videoKbps * DEFAULT_PEAK_RATIO * 1000) / 1000;
}

/** The video bitrate that every sum uses, in bits per second: the bitrate itself with CBR, the maximum with VBR and QVBR. */
export function peakVideoBits(rung: Rung, rateControl: RateControl): number {
  if (rateControl === "CBR") return bitsPerSecond(rung.videoKbps);
  return bitsPerSecond(rung.maxVideoKbps ?? defaultMaxVideoKbps(rung.videoKbps));
}

/** Video peak plus audio of a rung, in bits per second. */
export function peakBits(rung: Rung, rateControl: RateControl): number {
  return peakVideoBits(rung, rateControl) + bitsPerSecond(rung.audioKbps);
}
