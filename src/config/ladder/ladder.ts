import { LADDER_NAMES } from "../fields/choices.ts";
import type { Rung } from "../spec.ts";

/** Name of a ladder that comes with the tool. */
export type LadderName = (typeof LADDER_NAMES)[number];

type PixelAspect = readonly [number, number];

const SQUARE: PixelAspect = [1, 1];
const ANAMORPHIC: PixelAspect = [4, 3];

function rung(
  name: string,
  [width, height, pixelAspect]: readonly [number, number, PixelAspect],
  [videoKbps, audioKbps]: readonly [number, number],
): Rung {
  return {
    name,
    nameModifier: `_${name}`,
    width,
    height,
    fps: 30,
    videoKbps,
    audioKbps,
    pixelAspect,
  };
}

const TUTORIAL: readonly Rung[] = [
  rung("480p30", [640, 480, ANAMORPHIC], [1500, 128]),
  rung("240p30", [320, 240, ANAMORPHIC], [750, 128]),
  rung("720p30", [960, 720, ANAMORPHIC], [2500, 192]),
];

/**
 * The ladders that come with the tool, rungs in the order of the master playlist. `tutorial` is Momento's media storage
 * guide: 4:3 pixels that are shown as 16:9. All are 30 frames per second, H.264 Main, AAC-LC.
 */
export const LADDERS: Readonly<Record<LadderName, readonly Rung[]>> = {
  tutorial: TUTORIAL,
  hd: [...TUTORIAL, rung("1080p30", [1920, 1080, SQUARE], [5000, 192])],
  mobile: [
    rung("480p30", [854, 480, SQUARE], [1200, 128]),
    rung("360p30", [640, 360, SQUARE], [700, 96]),
    rung("240p30", [426, 240, SQUARE], [350, 64]),
  ],
  starter: [rung("240p30", [426, 240, SQUARE], [250, 64])],
};

/**
 * Defaults that a ladder comes with where they are not the usual ones. `starter` plays on an on-demand account as Momento gives
 * it (Momento docs, limits: 100 operations/s, 100 MB of hot storage): 43 operations/s to write and as many for one edge location
 * to read, 78 MB held. A segment counts at once, so that one of 2 s, written and read within a second, would be too much.
 */
export const DEFAULTS_OF_LADDER: Readonly<
  Partial<Record<LadderName, { readonly ttlSeconds: number; readonly segmentSeconds: number }>>
> = { starter: { ttlSeconds: 1800, segmentSeconds: 1 } };

/** Whether a word names a ladder that comes with the tool. */
export function isLadderName(word: unknown): word is LadderName {
  return LADDER_NAMES.some((name) => name === word);
}
