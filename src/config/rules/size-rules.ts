import { bitsPerSecond, peakBits } from "../ladder/bitrate.ts";
import type { Draft } from "../resolve/draft.ts";
import { bitsText, secondsText, wholeText } from "../text/figures.ts";
import { longestExpressibleMs } from "../ladder/gop.ts";
import type { Finding, Rule } from "./rule.ts";
import { segmentTimes } from "./segment-rules.ts";
import {
  type SegmentQuestion,
  WARNING_SHARE,
  fitsSegmentLimit,
  highestBits,
  longestSegmentMs,
  segmentSizeText,
  shareOfLimit,
} from "../ladder/segment-size.ts";
import type { Rung } from "../spec.ts";

/** What a segment of each rung is made of, in the order of the ladder. The one way from a channel to the size rule. */
export function segmentQuestions(channel: Draft["channel"]): readonly SegmentQuestion[] {
  const { effectiveMs } = segmentTimes(channel);
  return channel.ladder.map((rung) => ({
    bits: peakBits(rung, channel.rateControl),
    milliseconds: effectiveMs,
  }));
}

/** What the segment-size rule has to say of a ladder: every rung that is too large or near the limit. */
export function segmentSizeFindings({ channel }: Pick<Draft, "channel">): readonly Finding[] {
  const questions = segmentQuestions(channel);
  return channel.ladder.flatMap((rung, index) => {
    const question = questions[index];
    return question === undefined ? [] : judgeRung({ channel, rung, index, question });
  });
}

function judgeRung({
  channel,
  rung,
  index,
  question,
}: {
  readonly channel: Draft["channel"];
  readonly rung: Rung;
  readonly index: number;
  readonly question: SegmentQuestion;
}): readonly Finding[] {
  const path = `channel.ladder.${index}`;
  const sum = `rung ${rung.name}: ${sumText(channel, rung, question)} = ${segmentSizeText(question)}`;
  if (!fitsSegmentLimit(question, channel.sizeRule))
    return [
      {
        level: "problem",
        path,
        code: "SEGMENT_TOO_LARGE",
        message: `${sum}; a segment must stay below that${channel.sizeRule === "tutorial" ? ", and --size-rule tutorial reads the limit as 10 Mb" : ""}`,
        hint: waysOut(channel, rung, question),
      },
    ];
  const share = shareOfLimit(question, channel.sizeRule);
  const findings: Finding[] = [];
  if (share > WARNING_SHARE)
    findings.push({
      level: "warning",
      path,
      code: "SEGMENT_NEAR_LIMIT",
      message: `${sum}, ${Math.floor(share * 100)} % of the limit: encoders were measured at 1.29 times the nominal size in single segments`,
    });
  if (channel.sizeRule === "bytes" && !fitsSegmentLimit(question, "tutorial"))
    findings.push({
      level: "note",
      path,
      code: "TUTORIAL_READING_REFUSES",
      message: `${sum}: it fits; only the tutorial's own example, which counts megabits as megabytes, would refuse it (--size-rule tutorial)`,
    });
  return findings;
}

function sumText(channel: Draft["channel"], rung: Rung, question: SegmentQuestion): string {
  const audio = bitsPerSecond(rung.audioKbps);
  const video = bitsText(question.bits - audio).replace(" kbps", "");
  const peak = channel.rateControl === "CBR" ? "" : " maximum";
  return `(${video}${peak} + ${bitsText(audio).replace(" kbps", "")}) kbps × ${secondsText(question.milliseconds)} × 1.1`;
}

// Both ways out are computed with the rule itself, so that what is proposed is never refused.
function waysOut(channel: Draft["channel"], rung: Rung, question: SegmentQuestion): string {
  const longest = longestExpressibleMs(
    longestSegmentMs(question.bits, channel.sizeRule),
    channel.ladder.map(({ fps }) => fps),
  );
  const highest = highestBits(question.milliseconds, channel.sizeRule);
  const video = highest - bitsPerSecond(rung.audioKbps);
  const shorter =
    longest === undefined
      ? "No segment length fits this bitrate (MediaLive's shortest is 1 s)"
      : `The longest segment for this bitrate is ${secondsText(longest)} (--segment-seconds ${longest / 1000} --gop-seconds ${longest / 1000})`;
  const setting = channel.rateControl === "CBR" ? "video" : "maximum video";
  const lower =
    video < 1000
      ? `no video bitrate fits ${secondsText(question.milliseconds)} with this audio`
      : `the highest bitrate for ${secondsText(question.milliseconds)} is ${bitsText(highest)}, so at most ${wholeText(Math.floor(video / 1000))} kbps of ${setting} for this rung`;
  return `${shorter}; ${lower}.`;
}

/** The segment-size rule over a whole ladder. */
export const SIZE_RULES: readonly Rule[] = [
  {
    reads: [
      "channel.ladder",
      "channel.segmentSeconds",
      "channel.gopSeconds",
      "channel.rateControl",
      "channel.sizeRule",
    ],
    judge: segmentSizeFindings,
  },
];
