import type {
  CreateScheduleCommandInput,
  DeleteScheduleCommandInput,
  UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import type { PlanContext } from "../../core/engine/resource.ts";
import { scheduleName, stackComment } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";
import { atExpression } from "./at-expression.ts";

/** StopChannel of MediaLive as a universal target: the SDK's service identifier and the action in camel case (user guide). */
export const STOP_CHANNEL = "arn:aws:scheduler:::aws-sdk:medialive:stopChannel";

/** A retry later than this could end the next show. */
const MAX_EVENT_AGE_SECONDS = 600;
/** The service's own default; the age ends the attempts long before. */
const MAX_RETRIES = 185;

/**
 * CreateSchedule for the end of a run; `endAt` is epoch milliseconds. With `token` a request whose answer was lost can be
 * sent again; it is never used for another, because a deleted schedule would not come back by it.
 */
export function buildCreateSchedule(
  context: PlanContext,
  { endAt, token }: { readonly endAt: number; readonly token: string },
): CreateScheduleCommandInput {
  return { ...schedule(context, endAt), ClientToken: token };
}

/** UpdateSchedule to another end: all members, because the service puts its default in the place of what is left out. */
export function buildUpdateSchedule(
  context: PlanContext,
  endAt: number,
): UpdateScheduleCommandInput {
  return schedule(context, endAt);
}

/** DeleteSchedule. */
export function buildDeleteSchedule(context: PlanContext): DeleteScheduleCommandInput {
  return { Name: scheduleName(stackIdentity(context)) };
}

function schedule(context: PlanContext, endAt: number): UpdateScheduleCommandInput {
  const identity = stackIdentity(context);
  return {
    Name: scheduleName(identity),
    // A schedule carries no tags: this is what says whose it is.
    Description: stackComment(identity),
    ScheduleExpression: atExpression(endAt),
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
    State: "ENABLED",
    ActionAfterCompletion: "DELETE",
    Target: {
      Arn: STOP_CHANNEL,
      RoleArn: context.resources.schedulerRole?.ids["arn"] ?? "<schedulerRole>",
      Input: JSON.stringify({ ChannelId: context.resources.channel?.ids["id"] ?? "<channel>" }),
      RetryPolicy: {
        MaximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS,
        MaximumRetryAttempts: MAX_RETRIES,
      },
    },
  };
}
