import { adtsFrame } from "../aac/adts-frame.ts";
import { audioFrameTicks } from "./adts.ts";
import type { Sound } from "./ts-cutter.ts";

/** Places audio frames at equal distances for as long as the channel runs, whatever the sources do. */
export type AudioGrid = {
  /**
   * The frames that begin before `endTicks`: `sounds` moved by `shiftTicks` to the nearest place, silence in places
   * that stay empty.
   */
  fill(sounds: readonly Sound[], shiftTicks: number, endTicks: number): Sound[];
};

/** Enough for a frame of silence and its header; unused bytes are not sent. */
const SILENCE_BYTES = 16;

/**
 * A grid whose first frame begins at `startTicks` (90 kHz); `sampleRate` in Hz. Throws RangeError for a rate that AAC
 * does not know.
 */
export function createAudioGrid(startTicks: number, sampleRate: number): AudioGrid {
  const stepTicks = audioFrameTicks(sampleRate);
  const silence = adtsFrame({ sampleRate }, false, SILENCE_BYTES);
  let count = 0;
  return {
    fill(sounds, shiftTicks, endTicks) {
      const placed: Sound[] = [];
      let next = 0;
      for (;;) {
        const ptsTicks = Math.round(startTicks + count * stepTicks);
        if (ptsTicks >= endTicks) return placed;
        const wanted = ptsTicks - shiftTicks;
        while ((sounds[next]?.ptsTicks ?? Infinity) < wanted - stepTicks / 2) next += 1;
        const sound = sounds[next];
        const near = sound !== undefined && sound.ptsTicks <= wanted + stepTicks / 2;
        if (near) next += 1;
        placed.push({ frame: near ? sound.frame : silence, ptsTicks });
        count += 1;
      }
    },
  };
}
