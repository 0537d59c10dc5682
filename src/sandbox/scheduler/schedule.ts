import type { AccountRegion } from "../aws-scope.ts";
import type { JsonRecord } from "../json.ts";

/** A schedule as the service keeps it, defaults filled in. */
export type Schedule = {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly timeZone: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  readonly isEnabled: boolean;
  readonly deletesItself: boolean;
  readonly target: Target;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
};

/** What a schedule calls: one operation of one service, as a role. */
export type Target = {
  readonly arn: string;
  /** `medialive`. */
  readonly service: string;
  /** `StopChannel`. */
  readonly operation: string;
  readonly roleArn: string;
  readonly input: JsonRecord;
  /** As it was sent. */
  readonly inputText: string;
  readonly maxAttempts: number;
  readonly maxAgeSeconds: number;
};

/** The one group there is. */
export const GROUP = "default";

export function scheduleArn({ region, account }: AccountRegion, name: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${GROUP}/${name}`;
}

/** What a role's trust policy sees as aws:SourceArn: the group, never the schedule (user guide, confused deputy). */
export function groupArn({ region, account }: AccountRegion): string {
  return `arn:aws:scheduler:${region}:${account}:schedule-group/${GROUP}`;
}

/** A schedule as GetSchedule answers it; times are epoch seconds. */
export function scheduleView(one: Schedule): JsonRecord {
  return {
    ActionAfterCompletion: one.deletesItself ? "DELETE" : "NONE",
    Arn: one.arn,
    CreationDate: one.createdAt / 1000,
    Description: one.description,
    FlexibleTimeWindow: { Mode: "OFF" },
    GroupName: GROUP,
    LastModificationDate: one.changedAt / 1000,
    Name: one.name,
    ScheduleExpression: one.expression,
    ScheduleExpressionTimezone: one.timeZone,
    State: one.isEnabled ? "ENABLED" : "DISABLED",
    Target: {
      Arn: one.target.arn,
      Input: one.target.inputText,
      RetryPolicy: {
        MaximumEventAgeInSeconds: one.target.maxAgeSeconds,
        MaximumRetryAttempts: one.target.maxAttempts,
      },
      RoleArn: one.target.roleArn,
    },
  };
}

/** A schedule as ListSchedules answers it. */
export function scheduleSummary(one: Schedule): JsonRecord {
  return {
    Arn: one.arn,
    CreationDate: one.createdAt / 1000,
    GroupName: GROUP,
    LastModificationDate: one.changedAt / 1000,
    Name: one.name,
    State: one.isEnabled ? "ENABLED" : "DISABLED",
    Target: { Arn: one.target.arn },
  };
}
