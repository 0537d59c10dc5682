import { addedHeights, presetCount } from "../ladder/preset-words.ts";
import { LADDER_NAMES } from "./choices.ts";
import { field } from "./field.ts";

/** The ladder: a preset, or rungs of one's own. */
export const LADDER_FIELDS = [
  field({
    path: "channel.ladder",
    name: "ladder",
    kind: "choice",
    placeholder: "PRESET",
    choices: LADDER_NAMES,
    default: "tutorial",
    help: `renditions to encode: the tutorial's ${presetCount("tutorial")}, hd with ${addedHeights("hd", "tutorial")} as well, small ones for mobile, or starter for a default account`,
    short: "tutorial (default), hd, mobile or starter",
    part: "channel",
  }),
  field({
    path: "channel.ladder",
    name: "rung",
    kind: "rungs",
    placeholder: "RUNG",
    help: "a ladder of your own, one rung each time: 1080p30=1920x1080@30,5000,128 (fps, video and audio kbps)",
    short: "one of your own: 1080p30=1920x1080@30,5000,128",
    part: "channel",
  }),
] as const;
