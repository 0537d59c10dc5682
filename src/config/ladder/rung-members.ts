import type { FieldParts } from "../fields/field.ts";
import { NTSC_RATES } from "./frame-rate.ts";

/** The most rungs of a ladder of one's own, and what is said of none and of more. */
export const MOST_RUNGS = 20;
export const RUNGS_WORDS = {
  none: "needs at least one rung",
  tooMany: `has more than ${MOST_RUNGS} rungs`,
} as const;

/** Least and greatest width and height. MediaLive takes no odd ones (MediaLive API model). */
export const PIXELS = [16, 8192] as const;
export const PIXEL_WORDS = `must be an even number of pixels from ${PIXELS.join(" to ")}`;

export const FPS_WORDS = `must be a whole number of frames per second from 1 to 120, or one of ${NTSC_RATES.join(", ")}`;

/** Least and greatest bitrate of a rung, kbps. */
export const KBPS = { range: [1, 1_000_000], unit: "kbps" } as const;

/** One side of a pixel's aspect ratio. */
export const ASPECT = [1, 1000] as const;

/** A rung's name, which becomes a file name and, in MediaLive, an output name, and what is appended to the playlist's. */
export const RUNG_FORMS = {
  name: { what: "1 to 32 letters, digits, _ and -", pattern: /^[A-Za-z0-9_-]{1,32}$/ },
  nameModifier: {
    what: "_ and 1 to 40 letters, digits, _ and - (the CDN matches playlist_*.m3u8)",
    pattern: /^_[A-Za-z0-9_-]{1,40}$/,
  },
} as const satisfies Readonly<Record<string, FieldParts["form"]>>;
