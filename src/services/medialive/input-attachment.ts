import type { InputAttachment, InputSpecification } from "@aws-sdk/client-medialive";
import type { PlanContext } from "../../core/engine/resource.ts";
import { inputUsage } from "../../config/medialive-usage.ts";
import { inputId } from "./refs.ts";

/** The one input of the channel; a file starts again at its end. */
export function inputAttachment(context: PlanContext): InputAttachment {
  const { input } = context.spec.channel;
  return {
    InputId: inputId(context),
    InputAttachmentName: context.spec.name,
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

/** The class of source that the channel is sized and billed for. */
export function inputSpecification(context: PlanContext): InputSpecification {
  const { resolution, mbps } = inputUsage(context.spec.channel);
  return { Codec: "AVC", Resolution: resolution, MaximumBitrate: `MAX_${mbps}_MBPS` };
}
