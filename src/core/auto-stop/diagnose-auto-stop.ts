import { scheduleName } from "../../config/names.ts";
import type { FoundRoleAndPolicy } from "../../services/iam/role.ts";
import { samePolicy } from "../../services/iam/policy-document.ts";
import { momentOf } from "../../services/scheduler/at-expression.ts";
import type { FoundSchedule } from "../../services/scheduler/found-schedule.ts";
import type { RoleForm } from "../../services/iam/role-form.ts";
import { STOP_CHANNEL } from "../../services/scheduler/schedule-request.ts";
import { stackIdentity } from "../../services/stack-identity.ts";
import type { PlanContext } from "../engine/resource.ts";

/** Why a schedule will not stop the channel, or nothing says that it will. */
export type AutoStopProblem =
  | "schedule-missing"
  | "disabled"
  | "expression-unreadable"
  | "time-passed"
  | "other-target"
  | "other-channel"
  | "other-role"
  | "role-missing"
  | "role-not-ours"
  | "trust-changed"
  | "policy-changed"
  | "late-retries";

/** What was read back: whether the channel stops by itself, and when. */
export type AutoStop =
  | { readonly is: "none" }
  | {
      readonly is: "set";
      /** Epoch milliseconds of AWS's clock; the channel stops within the minute that begins then. */
      readonly endsAt: number;
      /** How long that is from now, by AWS's clock. */
      readonly leftMs: number;
      readonly scheduleName: string;
    }
  | {
      readonly is: "will-not-stop";
      readonly endsAt: number | undefined;
      readonly scheduleName: string;
      readonly problems: readonly AutoStopProblem[];
    };

/** What the clouds say of the end of a run. */
type AutoStopFacts = {
  readonly schedule: FoundSchedule | undefined;
  readonly role: FoundRoleAndPolicy | undefined;
  /** Epoch milliseconds of AWS's clock. */
  readonly awsNow: number;
};

/**
 * Judges what was read back. An end is claimed only when schedule, role, trust and policy are all as they must be: what
 * somebody changed may still work, but nothing says so.
 */
export function diagnoseAutoStop(
  planContext: PlanContext,
  form: RoleForm,
  facts: AutoStopFacts,
): AutoStop {
  const { schedule, awsNow } = facts;
  if (schedule === undefined) return withoutSchedule(planContext, awsNow);
  const endsAt = momentOf(schedule.expression, schedule.timeZone);
  const { name } = schedule;
  const problems = [
    ...scheduleProblems(planContext, schedule, facts),
    ...roleProblems(planContext, form, facts),
  ];
  return problems.length > 0 || endsAt === undefined
    ? { is: "will-not-stop", endsAt, scheduleName: name, problems }
    : { is: "set", endsAt, leftMs: endsAt - awsNow, scheduleName: name };
}

/** One that fired is gone, and so is one that somebody deleted: which it was tells the time that it was set to. */
function withoutSchedule(planContext: PlanContext, awsNow: number): AutoStop {
  const endsAt = Date.parse(planContext.resources.schedulerRole?.endsAt ?? "");
  if (!(endsAt > awsNow)) return { is: "none" };
  const name = scheduleName(stackIdentity(planContext));
  return { is: "will-not-stop", endsAt, scheduleName: name, problems: ["schedule-missing"] };
}

/** A one-time schedule fires within a minute of its time; until a retry is too old it may still be at work. */
const FIRES_WITHIN_MS = 60_000;
const LATEST_RETRY_SECONDS = 600;

function scheduleProblems(
  planContext: PlanContext,
  schedule: FoundSchedule,
  { awsNow }: AutoStopFacts,
): readonly AutoStopProblem[] {
  const endsAt = momentOf(schedule.expression, schedule.timeZone);
  const isLate = (schedule.maxEventAgeSeconds ?? Infinity) > LATEST_RETRY_SECONDS;
  return [
    ...when(!schedule.isEnabled, "disabled"),
    ...when(endsAt === undefined || schedule.windowMode !== "OFF", "expression-unreadable"),
    ...when(endsAt !== undefined && endsAt + FIRES_WITHIN_MS < awsNow, "time-passed"),
    ...when(schedule.targetArn !== STOP_CHANNEL, "other-target"),
    ...when(
      channelOf(schedule.input) !== planContext.resources.channel?.ids["id"],
      "other-channel",
    ),
    ...when(isLate, "late-retries"),
  ];
}

function roleProblems(
  planContext: PlanContext,
  form: RoleForm,
  { schedule, role }: AutoStopFacts,
): readonly AutoStopProblem[] {
  if (role === undefined) return ["role-missing"];
  return [
    ...when(schedule?.roleArn !== role.role.arn, "other-role"),
    ...when(role.role.tags["live-origin:stack"] !== planContext.stackId, "role-not-ours"),
    ...when(!samePolicy(role.role.trust, form.trust(planContext)), "trust-changed"),
    ...when(!samePolicy(role.policy, form.policy(planContext)), "policy-changed"),
  ];
}

function channelOf(input: string | undefined): unknown {
  try {
    const parsed: unknown = JSON.parse(input ?? "");
    return typeof parsed === "object" && parsed !== null && "ChannelId" in parsed
      ? parsed.ChannelId
      : undefined;
  } catch {
    return undefined;
  }
}

function when(holds: boolean, problem: AutoStopProblem): readonly AutoStopProblem[] {
  return holds ? [problem] : [];
}
