import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  type DeleteScheduleCommandInput,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  SchedulerClient as Scheduler,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { watchAnswerClock, type ClockOffset } from "../aws/answer-clock.ts";
import { allPages } from "../aws/all-pages.ts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import { unlessRefused } from "../aws/unless-refused.ts";
import type { FoundSchedule } from "./found-schedule.ts";
import { isRoleNotAssumable, roleNotAssumable } from "./role-refusal.ts";

/** IAM takes up to two minutes to propagate a role; Terraform's AWS provider waits as long. */
const FRESH_ROLE_MS = 120_000;

/** The calls to EventBridge Scheduler that we make. Every failure is a LiveOriginError. */
export type SchedulerClient = {
  getSchedule(name: string, callOptions: CallOptions): Promise<FoundSchedule | undefined>;
  /**
   * `exists` when there is another schedule of that name. Waits up to two minutes for a role that cannot be assumed yet,
   * then throws SCHEDULE_ROLE_NOT_ASSUMED.
   */
  createSchedule(
    request: CreateScheduleCommandInput,
    callOptions: CallOptions,
  ): Promise<"created" | "exists">;
  /** `absent` when there is none of that name. */
  updateSchedule(
    request: UpdateScheduleCommandInput,
    callOptions: CallOptions,
  ): Promise<"updated" | "absent">;
  /** What is not there is gone already. */
  deleteSchedule(request: DeleteScheduleCommandInput, callOptions: CallOptions): Promise<void>;
  /** Names that begin so, all pages: for what is left of stacks whose state is gone. */
  findSchedules(prefix: string, callOptions: CallOptions): Promise<readonly string[]>;
  readonly clockOffsetMs: ClockOffset;
  close(): void;
};

/** Connects to EventBridge Scheduler; nothing is sent before the first call. */
export function connectScheduler(access: AwsAccess, pace: RetryOptions): SchedulerClient {
  const client = new Scheduler(awsOptions(access));
  checkAnswers(client, "scheduler");
  const clockOffsetMs = watchAnswerClock(client, pace.clock);
  const ask = <Answer>(
    operation: string,
    callOptions: CallOptions,
    send: () => Promise<Answer>,
  ): Promise<Answer> =>
    awsCall(pace, callOptions, { service: "scheduler", operation, profile: access.profile, send });
  return {
    clockOffsetMs,
    getSchedule: (name, callOptions) =>
      ask("GetSchedule", callOptions, async () => {
        const command = new GetScheduleCommand({ Name: name });
        const sent = client.send(command, { abortSignal: callOptions.signal });
        const answer = await unlessRefused(sent, "ResourceNotFoundException");
        return answer === undefined ? undefined : foundSchedule(name, answer);
      }),
    createSchedule: (request, callOptions) =>
      awsCall(pace, callOptions, {
        service: "scheduler",
        operation: "CreateSchedule",
        profile: access.profile,
        deadlineMs: FRESH_ROLE_MS,
        transient: (error) =>
          isRoleNotAssumable(error) ? "the role cannot be assumed yet" : undefined,
        send: async () => {
          const command = new CreateScheduleCommand(request);
          const sent = client.send(command, { abortSignal: callOptions.signal });
          return (await unlessRefused(sent, "ConflictException")) === undefined
            ? ("exists" as const)
            : ("created" as const);
        },
      }).catch((error: unknown) => {
        throw notAssumed(error) ? roleNotAssumable(request.Target?.RoleArn ?? "") : error;
      }),
    updateSchedule: (request, callOptions) =>
      ask("UpdateSchedule", callOptions, async () => {
        const command = new UpdateScheduleCommand(request);
        const sent = client.send(command, { abortSignal: callOptions.signal });
        return (await unlessRefused(sent, "ResourceNotFoundException")) === undefined
          ? ("absent" as const)
          : ("updated" as const);
      }),
    deleteSchedule: (request, callOptions) =>
      ask("DeleteSchedule", callOptions, async () => {
        const command = new DeleteScheduleCommand(request);
        const sent = client.send(command, { abortSignal: callOptions.signal });
        await unlessRefused(sent, "ResourceNotFoundException");
      }),
    findSchedules: async (prefix, callOptions) => {
      const found = await allPages((marker) =>
        ask("ListSchedules", callOptions, async () => {
          const command = new ListSchedulesCommand({
            GroupName: "default",
            NamePrefix: prefix,
            ...(marker === undefined ? {} : { NextToken: marker }),
          });
          const answer = await client.send(command, { abortSignal: callOptions.signal });
          return { items: answer.Schedules, next: answer.NextToken };
        }),
      );
      return found.flatMap(({ Name }) => Name ?? []);
    },
    close: () => client.destroy(),
  };
}

function foundSchedule(name: string, answer: GetScheduleCommandOutput): FoundSchedule {
  const { Target: target } = answer;
  return {
    name,
    arn: answer.Arn,
    description: answer.Description,
    expression: answer.ScheduleExpression,
    timeZone: answer.ScheduleExpressionTimezone,
    isEnabled: answer.State === "ENABLED",
    deletesItself: answer.ActionAfterCompletion === "DELETE",
    windowMode: answer.FlexibleTimeWindow?.Mode,
    targetArn: target?.Arn,
    roleArn: target?.RoleArn,
    input: target?.Input,
    maxEventAgeSeconds: target?.RetryPolicy?.MaximumEventAgeInSeconds,
  };
}

/** The cause of a refusal that `awsCall` has worded already. */
function notAssumed(error: unknown): boolean {
  return error instanceof Error && isRoleNotAssumable(error.cause);
}
