import type { CreateInputRequest, InputType, UpdateInputRequest } from "@aws-sdk/client-medialive";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackTags } from "../../config/names.ts";
import type { Input } from "../../config/spec.ts";
import { stackIdentity } from "../stack-identity.ts";
import { inputId, securityGroupId } from "./refs.ts";

/** The input types that we make; `existing` is the user's own and never built. */
export type OwnInput = Exclude<Input, { readonly type: "existing" }>;

const TYPES = {
  "rtmp-push": "RTMP_PUSH",
  "rtp-push": "RTP_PUSH",
  "srt-caller": "SRT_CALLER",
  "hls-pull": "URL_PULL",
  "mp4-file": "MP4_FILE",
} as const satisfies Record<OwnInput["type"], InputType>;

/** The input of the Spec where we make it, else undefined. */
export function ownInput(context: PlanContext): OwnInput | undefined {
  const { input } = context.spec.channel;
  return input === undefined || input.type === "existing" ? undefined : input;
}

/**
 * One source or one destination makes a single-pipeline input; RTP_PUSH always gets two endpoints, of which a
 * single-pipeline channel reads the first (MediaLive user guide). `requestId` is the idempotency token.
 */
export function buildCreateInput(
  context: PlanContext,
  input: OwnInput,
  requestId: string,
): CreateInputRequest {
  return {
    Name: context.spec.name,
    Type: TYPES[input.type],
    ...where(context, input),
    RequestId: requestId,
    Tags: stackTags(stackIdentity(context)),
  };
}

/** What of an input can change without making a new one: everything but its type. */
export function buildUpdateInput(context: PlanContext, input: OwnInput): UpdateInputRequest {
  return { InputId: inputId(context), Name: context.spec.name, ...where(context, input) };
}

type Where = Pick<
  CreateInputRequest,
  "InputSecurityGroups" | "Destinations" | "Sources" | "SrtSettings"
>;

function where(context: PlanContext, input: OwnInput): Where {
  switch (input.type) {
    case "rtmp-push":
      return {
        InputSecurityGroups: [securityGroupId(context)],
        Destinations: [{ StreamName: input.streamName }],
      };
    case "rtp-push":
      return { InputSecurityGroups: [securityGroupId(context)] };
    case "srt-caller":
      return {
        SrtSettings: {
          SrtCallerSources: [
            {
              SrtListenerAddress: input.address,
              // A string in the MediaLive API model.
              SrtListenerPort: String(input.port),
              MinimumLatency: input.latencyMs,
              ...(input.streamId === undefined ? {} : { StreamId: input.streamId }),
            },
          ],
        },
      };
    case "hls-pull":
    case "mp4-file":
      return { Sources: [{ Url: input.url }] };
  }
}
