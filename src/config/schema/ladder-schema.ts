import { z } from "zod";
import { LADDER_NAMES } from "../fields/choices.ts";
import { fieldAt } from "../fields/fields.ts";
import { NTSC_RATES, frameRateOf } from "../ladder/frame-rate.ts";
import { matching, pixels, thousandths, whole } from "./value-schemas.ts";

const fps = z.number().refine((rate) => frameRateOf(rate) !== undefined, {
  error: `must be a whole number of frames per second from 1 to 120, or one of ${NTSC_RATES.join(", ")}`,
});

const kbps = (): z.ZodNumber => thousandths(1, 1_000_000, "kbps");

/** One rung of a ladder of one's own. Names become file names and, in MediaLive, output names. */
export const rungSchema = z.strictObject({
  name: matching(/^[A-Za-z0-9_-]{1,32}$/, "1 to 32 letters, digits, _ and -"),
  width: pixels(),
  height: pixels(),
  fps,
  videoKbps: kbps().describe("video bitrate; the average with VBR and QVBR"),
  audioKbps: kbps().describe("audio bitrate, AAC-LC stereo"),
  maxVideoKbps: kbps()
    .describe("VBR and QVBR: peak bitrate, 1.5 × videoKbps unless given")
    .optional(),
  nameModifier: matching(
    /^_[A-Za-z0-9_-]{1,40}$/,
    "_ and 1 to 40 letters, digits, _ and - (the CDN matches playlist_*.m3u8)",
  )
    .describe("what is appended to playlist in file names, _<name> unless given")
    .optional(),
  pixelAspect: z
    .tuple([whole(1, 1000), whole(1, 1000)])
    .describe("pixel aspect ratio, [1, 1] unless given")
    .optional(),
});

export const MOST_RUNGS = 20;

/** The ladder: the name of a preset, or rungs. */
export const ladderSchema = z
  .union([
    z.enum(LADDER_NAMES),
    z
      .array(rungSchema)
      .min(1, { error: "needs at least one rung" })
      .max(MOST_RUNGS, { error: `has more than ${MOST_RUNGS} rungs` }),
  ])
  .describe(fieldAt("channel.ladder").help);
