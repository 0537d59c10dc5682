import type { AccountRegion } from "../aws-scope.ts";
import type { Iam } from "../iam/iam.ts";
import { asText, type JsonRecord } from "../json.ts";
import { Refusal, type WireRequest, type WireService } from "../wire.ts";
import type { World } from "../world.ts";
import { groupArn, type Target } from "./schedule.ts";

export const PRINCIPAL = "scheduler.amazonaws.com";

/** Whom the targets reach, and who says whether their roles may. */
export type SchedulerContext = {
  readonly world: World;
  readonly iam: Pick<Iam, "trusts" | "allowsRole">;
  /** The services that can be targets, by their name in a target's ARN. */
  readonly targets: Readonly<Record<string, WireService>>;
};

/** What one attempt came to: the status, and the reason where it failed. */
export type Attempt = { readonly status: number; readonly failure?: string };

/** Can the service assume the role of a target in this region? */
export function canAssume(
  { iam, world }: SchedulerContext,
  scope: AccountRegion,
  roleArn: string,
): boolean {
  return iam.trusts(roleArn, PRINCIPAL, {
    "aws:SourceAccount": world.account,
    "aws:SourceArn": groupArn(scope),
  });
}

/** Calls the target once, as its role: the role must be assumable and allowed what the operation needs. */
export async function invoke(
  context: SchedulerContext,
  scope: AccountRegion,
  target: Target,
): Promise<Attempt> {
  const { world, iam, targets } = context;
  if (!canAssume(context, scope, target.roleArn))
    return { status: 403, failure: `the role ${target.roleArn} cannot be assumed` };
  const service = targets[target.service];
  const route = service?.route(requestOf(target, scope));
  if (service === undefined || route === undefined)
    return { status: 400, failure: `${target.operation} was not understood` };
  const { operation, resource, actions = [] } = route;
  const denied = actions.find((action) => !iam.allowsRole(target.roleArn, action, resource ?? "*"));
  if (denied !== undefined) return { status: 403, failure: `the role may not do ${denied}` };
  const call = { service: service.name, operation, resource };
  const verdict = await world.gate.before(call);
  if ("drop" in verdict) return { status: 0, failure: "the connection was lost" };
  if ("refuse" in verdict) return { status: verdict.refuse.status, failure: verdict.refuse.name };
  const attempt = await answered(async () => (await route.answer()).status);
  world.log({ ...call, status: attempt.status, note: "by a schedule" });
  const after = await world.gate.after(call);
  return after === "drop" ? { status: 0, failure: "the answer was lost" } : attempt;
}

async function answered(work: () => Promise<number>): Promise<Attempt> {
  try {
    return { status: await work() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.error.status, failure: error.message };
  }
}

/** The request that the target means, signed for the schedule's region. Both operations address a channel. */
function requestOf({ operation, input }: Target, { region }: AccountRegion): WireRequest {
  const id = encodeURIComponent(channelOf(input));
  return {
    method: "POST",
    path: `/prod/channels/${id}/${operation === "StopChannel" ? "stop" : "start"}`,
    rawQuery: "",
    query: new URLSearchParams(),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=SCHEDULER/20260101/${region}/medialive/aws4_request`,
    },
    body: Buffer.alloc(0),
    remoteAddress: "127.0.0.1",
  };
}

/** Members are spelled as in the SDK (user guide, universal targets); anything else leaves the id out. */
function channelOf(input: JsonRecord): string {
  return asText(input["ChannelId"]) ?? "";
}
