import { z } from "zod";
import { LADDER_NAMES } from "../fields/choices.ts";
import { fieldAt } from "../fields/fields.ts";
import { frameRateOf } from "../ladder/frame-rate.ts";
import {
  ASPECT,
  FPS_WORDS,
  KBPS,
  MOST_RUNGS,
  RUNG_FORMS,
  RUNGS_WORDS,
} from "../ladder/rung-members.ts";
import { matching, pixels, thousandths, whole } from "./value-schemas.ts";

const fps = z.number().refine((rate) => frameRateOf(rate) !== undefined, {
  error: FPS_WORDS,
});

const kbps = (): z.ZodNumber => thousandths(...KBPS.range, KBPS.unit);

/** One rung of a ladder of one's own. Names become file names and, in MediaLive, output names. */
export const rungSchema = z.strictObject({
  name: matching(RUNG_FORMS.name.pattern, RUNG_FORMS.name.what),
  width: pixels(),
  height: pixels(),
  fps,
  videoKbps: kbps().describe("video bitrate; the average with VBR and QVBR"),
  audioKbps: kbps().describe("audio bitrate, AAC-LC stereo"),
  maxVideoKbps: kbps()
    .describe("VBR and QVBR: peak bitrate, 1.5 × videoKbps unless given")
    .optional(),
  nameModifier: matching(RUNG_FORMS.nameModifier.pattern, RUNG_FORMS.nameModifier.what)
    .describe("what is appended to playlist in file names, _<name> unless given")
    .optional(),
  pixelAspect: z
    .tuple([whole(...ASPECT), whole(...ASPECT)])
    .describe("pixel aspect ratio, [1, 1] unless given")
    .optional(),
});

/** The ladder: the name of a preset, or rungs. */
export const ladderSchema = z
  .union([
    z.enum(LADDER_NAMES),
    z
      .array(rungSchema)
      .min(1, { error: RUNGS_WORDS.none })
      .max(MOST_RUNGS, { error: RUNGS_WORDS.tooMany }),
  ])
  .describe(fieldAt("channel.ladder").help);
