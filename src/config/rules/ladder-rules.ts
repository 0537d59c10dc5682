import type { Draft } from "../resolve/draft.ts";
import { decimalText } from "../text/figures.ts";
import { h264LevelOf } from "../ladder/h264-level.ts";
import type { Finding, Rule } from "./rule.ts";
import type { Rung } from "../spec.ts";

// AAC-LC stereo at 48 kHz; MediaLive's API model only says that valid values depend on the profile, so others are not refused.
const USUAL_AUDIO_KBPS = [64, 80, 96, 112, 128, 160, 192, 224, 256, 288, 320, 384, 448, 512, 576];

type RungJudge = (rung: Rung, index: number, ladder: readonly Rung[]) => Finding | undefined;

function eachRung(judge: RungJudge): (draft: Draft) => readonly Finding[] {
  return ({ channel: { ladder } }) =>
    ladder
      .map((rung, index) => judge(rung, index, ladder))
      .filter((finding) => finding !== undefined);
}

const judgeName: RungJudge = (rung, index, ladder) => {
  const first = ladder.findIndex(({ name }) => name === rung.name);
  return first === index
    ? undefined
    : {
        level: "problem",
        path: `channel.ladder.${index}.name`,
        code: "RUNG_NAME_TAKEN",
        message: `two rungs are called ${rung.name}; MediaLive names its outputs after them`,
      };
};

const judgeModifier: RungJudge = (rung, index, ladder) => {
  const first = ladder.findIndex(({ nameModifier }) => nameModifier === rung.nameModifier);
  const isSameName = ladder[first]?.name === rung.name;
  return first === index || isSameName
    ? undefined
    : {
        level: "problem",
        path: `channel.ladder.${index}.nameModifier`,
        code: "NAME_MODIFIER_TAKEN",
        message: `rung ${rung.name} has the name modifier ${rung.nameModifier} of rung ${ladder[first]?.name ?? ""}; one playlist would overwrite the other`,
      };
};

const judgeLevel: RungJudge = (rung, index) =>
  h264LevelOf({ ...rung, videoKbps: rung.maxVideoKbps ?? rung.videoKbps }) !== undefined
    ? undefined
    : {
        level: "problem",
        path: `channel.ladder.${index}`,
        code: "RUNG_ABOVE_H264",
        message: `rung ${rung.name}: ${rung.width}x${rung.height} at ${rung.fps} fps and ${decimalText(rung.maxVideoKbps ?? rung.videoKbps)} kbps is above H.264 level 5.2, the highest that MediaLive encodes`,
      };

/** What AAC-LC in stereo at 48 kHz, which is what is asked for, can have (MediaLive user guide, AAC: the four characteristics). */
const AUDIO_KBPS = { min: 64, max: 576 } as const;

const judgeAudio: RungJudge = ({ name, audioKbps }, index) => {
  const path = `channel.ladder.${index}.audioKbps`;
  const said = `rung ${name}: ${decimalText(audioKbps)} kbps`;
  if (audioKbps < AUDIO_KBPS.min || audioKbps > AUDIO_KBPS.max)
    return {
      level: "problem",
      path,
      code: "AUDIO_BITRATE_REFUSED",
      message: `${said} is outside the ${AUDIO_KBPS.min} to ${AUDIO_KBPS.max} kbps of stereo AAC-LC at 48 kHz`,
    };
  return USUAL_AUDIO_KBPS.includes(audioKbps)
    ? undefined
    : {
        level: "warning",
        path,
        code: "AUDIO_BITRATE_UNUSUAL",
        message: `${said} is not a usual AAC bitrate, and MediaLive takes only certain ones; usual are ${USUAL_AUDIO_KBPS.join(", ")}`,
      };
};

/** What makes a list of rungs a ladder that MediaLive can encode and a player can tell apart. */
export const LADDER_RULES: readonly Rule[] = [
  { reads: ["channel.ladder"], judge: eachRung(judgeName) },
  { reads: ["channel.ladder"], judge: eachRung(judgeModifier) },
  { reads: ["channel.ladder", "channel.rateControl"], judge: eachRung(judgeLevel) },
  { reads: ["channel.ladder"], judge: eachRung(judgeAudio) },
];
