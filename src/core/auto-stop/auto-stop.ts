import { randomUUID } from "node:crypto";
import { LiveOriginError } from "../../config/failure.ts";
import { scheduleName } from "../../config/names.ts";
import type { CallOptions } from "../../services/aws/call-options.ts";
import type { IamClient } from "../../services/iam/client.ts";
import { roleNameOf } from "../../services/iam/requests.ts";
import { type FoundRoleAndPolicy, readRole } from "../../services/iam/role.ts";
import type { SchedulerClient } from "../../services/scheduler/client.ts";
import { stackOfSchedule, type FoundSchedule } from "../../services/scheduler/found-schedule.ts";
import {
  buildCreateSchedule,
  buildDeleteSchedule,
  buildUpdateSchedule,
} from "../../services/scheduler/schedule-request.ts";
import { schedulerRole } from "../../services/scheduler/scheduler-role.ts";
import { stackIdentity } from "../../services/stack-identity.ts";
import type { Clock } from "../engine/clock.ts";
import type { PlanContext } from "../engine/resource.ts";
import { diagnoseAutoStop, type AutoStop } from "./diagnose-auto-stop.ts";
import { endAfterPicture, firstEnd } from "./end-time.ts";

/** What the end of a run needs: the two services, and the stack as its state knows it now. */
export type AutoStopContext = {
  readonly scheduler: SchedulerClient;
  readonly iam: Pick<IamClient, "getRole" | "getRolePolicy">;
  /** With the entries of the channel and, to set an end, of the schedulerRole. */
  readonly planContext: PlanContext;
  readonly clock: Clock;
  readonly callOptions: CallOptions;
};

const ROLE = schedulerRole(() => true);

/**
 * Reads schedule, role (unless it was seen just now), trust and policy back and says whether the channel stops by itself. Reads
 * only.
 */
export async function readAutoStop(
  context: AutoStopContext,
  seenRole?: FoundRoleAndPolicy,
): Promise<AutoStop> {
  const { scheduler, iam, planContext, callOptions } = context;
  const schedule = await scheduler.getSchedule(
    scheduleName(stackIdentity(planContext)),
    callOptions,
  );
  const role =
    schedule &&
    (seenRole ??
      (await readRole(iam, { form: ROLE, name: roleNameOf(ROLE, planContext) }, callOptions)));
  return diagnoseAutoStop(planContext, ROLE, { schedule, role, awsNow: awsNow(context) });
}

/**
 * Sets the end of a run that is about to start, `durationMs` after a first picture that may be ten minutes away, and reads
 * it back. What an earlier run of this stack left is removed first. Throws NOT_OURS for somebody else's schedule of the
 * name, SCHEDULE_ROLE_NOT_ASSUMED, and the `AWS_…` failures of asking.
 */
export async function setFirstEnd(context: AutoStopContext, durationMs: number): Promise<AutoStop> {
  await clearAutoStop(context);
  return create(context, firstEnd({ awsNow: awsNow(context), durationMs }));
}

/** Moves the end to `durationMs` after the first picture, seen at `pictureAt` of our clock, and reads it back. */
export function setEndAfterPicture(
  context: AutoStopContext,
  { pictureAt, durationMs }: { readonly pictureAt: number; readonly durationMs: number },
): Promise<AutoStop> {
  const clockOffsetMs = context.scheduler.clockOffsetMs() ?? 0;
  return moveEnd(context, endAfterPicture({ pictureAt, clockOffsetMs, durationMs }));
}

/**
 * Moves the end of a run, or sets one where there is none, and reads it back; `endAt` is epoch milliseconds of AWS's
 * clock, a whole minute. Throws as `setFirstEnd` does.
 */
export async function moveEnd(context: AutoStopContext, endAt: number): Promise<AutoStop> {
  const { scheduler, planContext, callOptions } = context;
  const present = await ownSchedule(context);
  if (present === undefined) return create(context, endAt);
  const moved = await scheduler.updateSchedule(
    buildUpdateSchedule(planContext, endAt),
    callOptions,
  );
  return moved === "absent" ? create(context, endAt) : readAutoStop(context);
}

/** Removes the schedule of this stack, whichever run made it, and returns it. Somebody else's is NOT_OURS. */
export async function clearAutoStop(context: AutoStopContext): Promise<FoundSchedule | undefined> {
  const { scheduler, planContext, callOptions } = context;
  const found = await ownSchedule(context);
  if (found !== undefined)
    await scheduler.deleteSchedule(buildDeleteSchedule(planContext), callOptions);
  return found;
}

async function create(context: AutoStopContext, endAt: number): Promise<AutoStop> {
  const { scheduler, planContext, callOptions } = context;
  const request = buildCreateSchedule(planContext, { endAt, token: randomUUID() });
  const made = await scheduler.createSchedule(request, callOptions);
  if (made === "exists") {
    // Between our look and our request somebody made one: ours is moved, anybody else's refused.
    await ownSchedule(context);
    await scheduler.updateSchedule(buildUpdateSchedule(planContext, endAt), callOptions);
  }
  return readAutoStop(context);
}

async function ownSchedule({
  scheduler,
  planContext,
  callOptions,
}: AutoStopContext): Promise<FoundSchedule | undefined> {
  const name = scheduleName(stackIdentity(planContext));
  const found = await scheduler.getSchedule(name, callOptions);
  if (found === undefined || stackOfSchedule(found)?.stackId === planContext.stackId) return found;
  throw new LiveOriginError({
    code: "NOT_OURS",
    message: `The schedule ${name} does not say that it belongs to this stack: its description is ${JSON.stringify(found.description ?? "")}.`,
    hint: "Look at it in the EventBridge Scheduler console; delete it there if nobody needs it, then run the same command again.",
    resource: "schedule",
  });
}

/** AWS's clock, as the last answer told it; ours where no answer had a Date. */
export function awsNow({ scheduler, clock }: Pick<AutoStopContext, "scheduler" | "clock">): number {
  return clock.now() + (scheduler.clockOffsetMs() ?? 0);
}
