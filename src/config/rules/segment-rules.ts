import { peakBits } from "../ladder/bitrate.ts";
import type { Draft } from "../resolve/draft.ts";
import { bitsText, decimalText, secondsText } from "../text/figures.ts";
import { frameRateOf, isWholeFrames } from "../ladder/frame-rate.ts";
import {
  effectiveSegmentMs,
  gopChoices,
  isExpressible,
  segmentChoices,
  segmentLengthSeconds,
} from "../ladder/gop.ts";
import type { Finding, Rule } from "./rule.ts";
import { orList } from "../text/words.ts";

/** Whole milliseconds of a channel's segment and GOP, and how long segments become. */
export function segmentTimes({ segmentSeconds, gopSeconds }: Draft["channel"]): {
  readonly segmentMs: number;
  readonly gopMs: number;
  readonly effectiveMs: number;
} {
  const segmentMs = Math.round(segmentSeconds * 1000);
  const gopMs = Math.round(gopSeconds * 1000);
  return { segmentMs, gopMs, effectiveMs: effectiveSegmentMs(segmentMs, gopMs) };
}

const judgeGop = ({ channel }: Draft): readonly Finding[] => {
  const { segmentMs, gopMs, effectiveMs } = segmentTimes(channel);
  if (isExpressible(segmentMs, gopMs)) return [];
  const gops = gopChoices(segmentMs).map((length) => decimalText(length / 1000));
  const segments = segmentChoices(segmentMs, gopMs).map((length) => decimalText(length / 1000));
  return [
    {
      level: "problem",
      path: "channel.gopSeconds",
      code: "SEGMENT_GOP_MISMATCH",
      message:
        `segments of ${secondsText(segmentMs)} cannot be made with keyframes every ${secondsText(gopMs)}: MediaLive takes a whole number of seconds (${segmentLengthSeconds(segmentMs)}) ` +
        `and ends a segment at the next keyframe, after ${secondsText(effectiveMs)}`,
      hint: `Use --gop-seconds ${orList(gops)} with this segment length, or --segment-seconds ${orList(segments)} with this GOP.`,
    },
  ];
};

const judgeUsualLength = ({ channel }: Draft): readonly Finding[] =>
  channel.segmentSeconds >= 1 && channel.segmentSeconds <= 2.5
    ? []
    : [
        {
          level: "warning",
          path: "channel.segmentSeconds",
          code: "SEGMENT_LENGTH_UNUSUAL",
          message: `segments of ${decimalText(channel.segmentSeconds)} s: Momento recommends 1 to 2.5 s, because players stay several segments behind`,
        },
      ];

const judgeWholeFrames = ({ channel }: Draft): readonly Finding[] => {
  const { gopMs } = segmentTimes(channel);
  return channel.ladder.flatMap((rung, index) => {
    const rate = frameRateOf(rung.fps);
    if (rate === undefined || isWholeFrames(gopMs, rate)) return [];
    const frames = Math.round((gopMs * rate.numerator) / (1000 * rate.denominator));
    const nearMs = (frames * 1000 * rate.denominator) / rate.numerator;
    return [
      {
        level: "warning",
        path: `channel.ladder.${index}.fps`,
        code: "GOP_NOT_WHOLE_FRAMES",
        message: `rung ${rung.name}: ${secondsText(gopMs)} is not a whole number of frames at ${rung.fps} fps; expect GOPs of ${frames} frames (${secondsText(nearMs)}), so segments slightly off the length asked for`,
      },
    ];
  });
};

const judgeShortGop = ({ channel }: Draft): readonly Finding[] => {
  const slowest = Math.min(...channel.ladder.map(({ fps }) => fps));
  return channel.gopSeconds * slowest >= 1
    ? []
    : [
        {
          level: "problem",
          path: "channel.gopSeconds",
          code: "GOP_BELOW_ONE_FRAME",
          message: `a GOP of ${decimalText(channel.gopSeconds)} s holds less than one frame at ${slowest} fps`,
        },
      ];
};

const judgePeak = ({ channel }: Draft): readonly Finding[] =>
  channel.ladder.flatMap((rung, index) =>
    rung.maxVideoKbps === undefined || rung.maxVideoKbps >= rung.videoKbps
      ? []
      : [
          {
            level: "problem" as const,
            path: `channel.ladder.${index}.maxVideoKbps`,
            code: "PEAK_BELOW_AVERAGE",
            message: `rung ${rung.name}: the maximum of ${decimalText(rung.maxVideoKbps)} kbps is below the average of ${decimalText(rung.videoKbps)} kbps (with audio ${bitsText(peakBits(rung, channel.rateControl))})`,
          },
        ],
  );

const judgeUnusedPeak: Rule["judge"] = ({ channel }, config) => {
  const given = config.channel?.ladder;
  if (channel.rateControl !== "CBR" || given === undefined || typeof given === "string") return [];
  return given.flatMap((rung, index) =>
    rung.maxVideoKbps === undefined
      ? []
      : [
          {
            level: "warning" as const,
            path: `channel.ladder.${index}.maxVideoKbps`,
            code: "PEAK_UNUSED",
            message: `rung ${rung.name}: a maximum bitrate has no effect with CBR and is left out; --rate-control VBR or QVBR uses it`,
          },
        ],
  );
};

const LENGTHS = ["channel.segmentSeconds", "channel.gopSeconds"];

/** How long segments and GOPs are, and whether MediaLive can make them so. */
export const SEGMENT_RULES: readonly Rule[] = [
  { reads: LENGTHS, judge: judgeGop },
  { reads: ["channel.segmentSeconds"], judge: judgeUsualLength },
  { reads: [...LENGTHS, "channel.ladder"], judge: judgeWholeFrames },
  { reads: [...LENGTHS, "channel.ladder"], judge: judgeShortGop },
  { reads: ["channel.ladder", "channel.rateControl"], judge: judgePeak },
  { reads: ["channel.ladder", "channel.rateControl"], judge: judgeUnusedPeak },
];
