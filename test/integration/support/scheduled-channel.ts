import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeChannelCommand, StartChannelCommand } from "@aws-sdk/client-medialive";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  type Target,
} from "@aws-sdk/client-scheduler";
import { ACCOUNT, type AwsCloud } from "./aws-cloud.ts";

export const ROLE = "stopper";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`;
export const STOP = "arn:aws:scheduler:::aws-sdk:medialive:stopChannel";

/** A trust policy for the scheduler, for this account's default group in a region. */
export function schedulerTrust(account = ACCOUNT, region = "us-west-2"): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": account,
            "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/default`,
          },
        },
      },
    ],
  });
}

/** Makes the role; without `channelId` it may do nothing. */
export async function makeRole(
  cloud: AwsCloud,
  { trust = schedulerTrust(), channelId }: { trust?: string; channelId?: string } = {},
): Promise<void> {
  await cloud.iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: trust }));
  if (channelId !== undefined) await mayStop(cloud, channelId);
}

export async function mayStop(cloud: AwsCloud, channelId: string): Promise<void> {
  const Resource = `arn:aws:medialive:us-west-2:${ACCOUNT}:channel:${channelId}`;
  await cloud.iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE,
      PolicyName: "stop",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "medialive:StopChannel", Resource }],
      }),
    }),
  );
}

type Changes = Partial<CreateScheduleCommandInput>;

/** CreateSchedule in an hour of the cloud's clock, with members changed. */
export function scheduleInput(
  cloud: AwsCloud,
  channelId: string,
  changes: Changes = {},
): CreateScheduleCommandInput & { readonly Target: Target } {
  return {
    Name: "end",
    ScheduleExpression: atIn(cloud, 3_600_000),
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: {
      Arn: STOP,
      RoleArn: ROLE_ARN,
      Input: JSON.stringify({ ChannelId: channelId }),
      RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 185 },
    },
    ...changes,
  } as CreateScheduleCommandInput & { readonly Target: Target };
}

export function create(cloud: AwsCloud, channelId: string, changes: Changes = {}) {
  return cloud.scheduler.send(new CreateScheduleCommand(scheduleInput(cloud, channelId, changes)));
}

/** `at(…)` so many milliseconds from now. */
export function atIn(cloud: AwsCloud, milliseconds: number): string {
  return `at(${new Date(cloud.clock.now() + milliseconds).toISOString().slice(0, 19)})`;
}

export async function stateOf(cloud: AwsCloud, ChannelId: string): Promise<string> {
  return (await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }))).State ?? "";
}

export async function start(cloud: AwsCloud, ChannelId: string): Promise<void> {
  await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
}
