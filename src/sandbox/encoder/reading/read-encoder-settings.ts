import type { Readings } from "../../readings.ts";
import type { EncoderJob } from "../job.ts";
import type { EncoderSettings, InputLossSettings, RungSettings } from "../encoder-settings.ts";
import { at } from "../../json.ts";
import { listAt, numberAt, textAt, wordAt } from "./json.ts";
import { readInput } from "./read-input.ts";
import { readRung } from "./read-rung.ts";
import { RefusedSettings } from "./refused-settings.ts";

/** MediaLive user guide: how long the last frame and then black are shown before the input loss image. */
const DEFAULT_LOSS_MS = 10_000;
/** Elemental default where SegmentLength is left out; the console requires it. */
const DEFAULT_SEGMENT_SECONDS = 10;

/** The channel's HLS output group: this encoder runs the first one. Throws RefusedSettings when there is none. */
export function hlsGroupOf(channel: unknown): unknown {
  const group = listAt(channel, "encoderSettings", "outputGroups").find(
    (each) => at(each, "outputGroupSettings", "hlsGroupSettings") !== undefined,
  );
  if (group === undefined) throw new RefusedSettings("The channel has no HLS output group");
  return group;
}

/** The outputs of a group that carry video, in order; audio-only outputs are left out. */
export const videoOutputsOf = (group: unknown): readonly unknown[] =>
  listAt(group, "outputs").filter((output) => textAt(output, "videoDescriptionName") !== undefined);

/** What to encode, from the CreateChannel body and the inputs alone. Throws RefusedSettings for a channel that cannot run. */
export function readEncoderSettings(job: EncoderJob, readings: Readings = {}): EncoderSettings {
  const settings = at(job.channel, "encoderSettings");
  const group = hlsGroupOf(job.channel);
  const hls = at(group, "outputGroupSettings", "hlsGroupSettings");
  const segmentLengthSeconds = numberAt(hls, "segmentLength") ?? DEFAULT_SEGMENT_SECONDS;
  const rungs = videoOutputsOf(group)
    .map((output, index) => readRung(settings, output, index))
    .map((rung) =>
      readings["segment-end"] === "segment-length"
        ? cutToSegment(rung, segmentLengthSeconds)
        : rung,
    );
  const first = rungs[0];
  if (first === undefined) throw new RefusedSettings("The HLS output group has no video output");
  return {
    channelId: job.channelId,
    rungs,
    gopFrames: first.gopFrames,
    segmentLengthSeconds,
    input: readInput(job),
    inputLossAction: wordAt(["EMIT_OUTPUT", "PAUSE_OUTPUT"], hls, "inputLossAction"),
    inputLoss: readInputLoss(at(settings, "globalConfiguration", "inputLossBehavior")),
  };
}

function readInputLoss(behavior: unknown): InputLossSettings {
  return {
    repeatFrameMs: numberAt(behavior, "repeatFrameMsec") ?? DEFAULT_LOSS_MS,
    blackFrameMs: numberAt(behavior, "blackFrameMsec") ?? DEFAULT_LOSS_MS,
    imageColor: textAt(behavior, "inputLossImageColor"),
  };
}

/** GOPs that are longer than a segment end with it. */
function cutToSegment(
  rung: RungSettings & { readonly gopFrames: number },
  seconds: number,
): RungSettings & { readonly gopFrames: number } {
  const frames = Math.round((seconds * rung.fps.numerator) / rung.fps.denominator);
  return { ...rung, gopFrames: Math.min(rung.gopFrames, frames) };
}
