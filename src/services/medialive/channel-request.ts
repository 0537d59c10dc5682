import type {
  CreateChannelRequest,
  EncoderSettings,
  UpdateChannelRequest,
} from "@aws-sdk/client-medialive";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackTags } from "../../config/names.ts";
import type { Sealed } from "../../config/secret.ts";
import type { ChannelSpec } from "../../config/spec.ts";
import { stackIdentity } from "../stack-identity.ts";
import { audioDescription } from "./audio-description.ts";
import { destination } from "./destination.ts";
import { hlsGroup } from "./hls-group.ts";
import { inputAttachment, inputSpecification } from "./input-attachment.ts";
import { channelId, roleArn } from "./refs.ts";
import { videoDescription } from "./video-description.ts";

type Changeable = Pick<
  CreateChannelRequest,
  | "Name"
  | "RoleArn"
  | "LogLevel"
  | "InputSpecification"
  | "InputAttachments"
  | "Destinations"
  | "EncoderSettings"
>;

/** One origin is fed by one pipeline; the other class would want two destinations (MediaLive user guide). */
const ONE_PIPELINE = "SINGLE_PIPELINE";

/** CreateChannel as the tutorial's screens show it. `requestId` is the idempotency token. */
export function buildChannel(
  context: PlanContext,
  requestId: string,
): Sealed<CreateChannelRequest> {
  return {
    ChannelClass: ONE_PIPELINE,
    ...changeable(context),
    RequestId: requestId,
    Tags: stackTags(stackIdentity(context)),
  };
}

/** UpdateChannel with everything that it can change. RoleArn is always there: left out, it would be removed (MediaLive API model). */
export function buildUpdateChannel(context: PlanContext): Sealed<UpdateChannelRequest> {
  return { ChannelId: channelId(context), ...changeable(context) };
}

function changeable(context: PlanContext): Sealed<Changeable> {
  return {
    Name: context.spec.name,
    RoleArn: roleArn(context),
    // Logs and thumbnails would need rights that the role otherwise does without.
    LogLevel: "DISABLED",
    InputSpecification: inputSpecification(context),
    InputAttachments: [inputAttachment(context)],
    Destinations: [destination(context)],
    EncoderSettings: encoderSettings(context.spec.channel),
  };
}

function encoderSettings(channel: ChannelSpec): EncoderSettings {
  return {
    AudioDescriptions: channel.ladder.map(audioDescription),
    VideoDescriptions: channel.ladder.map((rung) => videoDescription(channel, rung)),
    OutputGroups: [hlsGroup(channel)],
    GlobalConfiguration: {
      // As in the MediaLive console's HLS template: at its end the first input starts again.
      InputEndAction: "SWITCH_AND_LOOP_INPUTS",
      OutputTimingSource: "SYSTEM_CLOCK",
      SupportLowFramerateInputs: "DISABLED",
    },
    ThumbnailConfiguration: { State: "DISABLED" },
    TimecodeConfig: { Source: "SYSTEMCLOCK" },
  };
}
