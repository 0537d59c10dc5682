import type { EncoderSettings, RungSettings } from "../encoder-settings.ts";
import { SAMPLES_PER_FRAME } from "../aac/adts-frame.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";

/** Frames per GOP of this rung. */
export const gopFramesOf = (settings: EncoderSettings, rung: RungSettings): number =>
  rung.gopFrames ?? settings.gopFrames;

/** 90 kHz ticks from the start of the run to this frame. */
export const frameTicks = (rung: RungSettings, frame: number): number =>
  Math.round((frame * TICKS_PER_SECOND * rung.fps.denominator) / rung.fps.numerator);

/** 90 kHz ticks from the start of the run to this audio frame. */
export const audioTicks = (rung: RungSettings, audioFrame: number): number =>
  Math.round((audioFrame * SAMPLES_PER_FRAME * TICKS_PER_SECOND) / rung.sampleRate);

/** The first audio frame that starts at or after a tick, so that each belongs to exactly one GOP whatever its length. */
export function firstAudioFrame(rung: RungSettings, ticks: number): number {
  const guess = Math.floor((ticks * rung.sampleRate) / (SAMPLES_PER_FRAME * TICKS_PER_SECOND));
  let frame = Math.max(0, guess - 1);
  while (audioTicks(rung, frame) < ticks) frame++;
  return frame;
}

/** Bytes of this audio frame such that the average over any stretch is the rung's bitrate. */
export function audioFrameBytes(rung: RungSettings, audioFrame: number): number {
  const upTo = (frame: number): number =>
    Math.floor((frame * rung.audioBitrate * SAMPLES_PER_FRAME) / (rung.sampleRate * 8));
  return upTo(audioFrame + 1) - upTo(audioFrame);
}
