import type { InputAttachment, InputSpecification } from "@aws-sdk/client-medialive";
import type { Scope } from "../../core/engine/resource.ts";
import { peakVideoBits } from "../../config/bitrate.ts";
import { inputId } from "./refs.ts";

/** The one input of the channel; a file starts again at its end. Pure. */
export function inputAttachment(scope: Scope): InputAttachment {
  const { input } = scope.spec.channel;
  return {
    InputId: inputId(scope),
    InputAttachmentName: scope.spec.name,
    InputSettings: {
      DeblockFilter: "DISABLED",
      DenoiseFilter: "DISABLED",
      InputFilter: "AUTO",
      // What an input by id is, only its owner knows.
      ...(input === undefined || input.type === "existing"
        ? {}
        : { SourceEndBehavior: input.type === "mp4-file" ? "LOOP" : "CONTINUE" }),
    },
  };
}

/**
 * The coarse class of source that the channel is sized and billed for: HD unless the ladder is larger (SD, below 720
 * lines, would refuse a 720p camera), and room for twice the top rung, because a contribution is richer than what is
 * made of it. Files and pulls are seldom below 10 Mb/s, so they start at 20. Classes: MediaLive API model. Pure.
 */
export function inputSpecification(scope: Scope): InputSpecification {
  const { input, ladder, rateControl } = scope.spec.channel;
  const tallest = Math.max(...ladder.map(({ height }) => height));
  const peak = Math.max(...ladder.map((rung) => peakVideoBits(rung, rateControl)));
  const pushed = input?.type === "rtmp-push" || input?.type === "srt-caller";
  return {
    Codec: "AVC",
    Resolution: tallest > 1080 ? "UHD" : "HD",
    MaximumBitrate: maximumBitrate(Math.max(2 * peak, pushed ? 0 : 20_000_000)),
  };
}

function maximumBitrate(bits: number): "MAX_10_MBPS" | "MAX_20_MBPS" | "MAX_50_MBPS" {
  if (bits <= 10_000_000) return "MAX_10_MBPS";
  return bits <= 20_000_000 ? "MAX_20_MBPS" : "MAX_50_MBPS";
}
