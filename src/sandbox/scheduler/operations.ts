import { randomUUID } from "node:crypto";
import { accessDenied } from "../caller.ts";
import { rangeConstraint } from "../constraint.ts";
import { asText, sameJson, type JsonRecord } from "../json.ts";
import { canAssume, PRINCIPAL, type SchedulerContext } from "./invoke.ts";
import { checkGroup, checkName, readSchedule } from "./read-schedule.ts";
import { conflict, constraint, invalid, notFound } from "./refusals.ts";
import { scheduleArn, scheduleSummary, scheduleView, type Schedule } from "./schedule.ts";
import type { ScheduleStore } from "./store.ts";

/** A recognised request. */
type SchedulerCall = {
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: JsonRecord;
};

/** One region: its schedules, what they reach, and the requests that were answered, by client token. */
export type SchedulerRegion = SchedulerContext & {
  readonly store: ScheduleStore;
  readonly tokens: Map<string, JsonRecord>;
};

type SchedulerOperation = (region: SchedulerRegion, call: SchedulerCall) => JsonRecord;

/** All that is emulated, with its method; `{Name}` follows the path where `named`. */
export const SCHEDULER_OPERATIONS: Readonly<
  Record<string, { readonly method: string; readonly named: boolean; run: SchedulerOperation }>
> = {
  CreateSchedule: { method: "POST", named: true, run: createSchedule },
  GetSchedule: {
    method: "GET",
    named: true,
    run: (region, call) => scheduleView(named(region, call)),
  },
  UpdateSchedule: { method: "PUT", named: true, run: updateSchedule },
  DeleteSchedule: {
    method: "DELETE",
    named: true,
    run(region, call) {
      region.store.remove(named(region, call).name);
      return {};
    },
  },
  ListSchedules: { method: "GET", named: false, run: listSchedules },
};

function createSchedule(region: SchedulerRegion, { name, body }: SchedulerCall): JsonRecord {
  checkName(name);
  const { store, world, tokens } = region;
  const now = world.clock.now();
  const token = asText(body["ClientToken"]) ?? randomUUID();
  const before = store.get(name);
  if (before !== undefined) {
    // The same request again is answered as the first time (API reference: ClientToken ensures idempotency).
    if (sameJson(tokens.get(`${name} ${token}`), body)) return { ScheduleArn: before.arn };
    throw conflict(`Schedule ${name} already exists.`);
  }
  const wanted = readSchedule(body, now);
  checkRole(region, wanted.target.roleArn);
  const arn = scheduleArn(store.scope, name);
  store.put({ ...wanted, name, arn, createdAt: now, changedAt: now });
  tokens.set(`${name} ${token}`, body);
  return { ScheduleArn: arn };
}

function updateSchedule(region: SchedulerRegion, call: SchedulerCall): JsonRecord {
  const { store, world } = region;
  checkName(call.name);
  checkGroup(asText(call.body["GroupName"]));
  const before = store.get(call.name);
  if (before === undefined) throw notFound(`Schedule ${call.name}`);
  const now = world.clock.now();
  const wanted = readSchedule(call.body, now);
  checkRole(region, wanted.target.roleArn);
  const { name, arn, createdAt } = before;
  store.put({ ...wanted, name, arn, createdAt, changedAt: now });
  return { ScheduleArn: arn };
}

/** The caller may pass the role, and the service can assume it: a role too fresh for that is refused alike. */
function checkRole(region: SchedulerRegion, roleArn: string): void {
  const { world, store } = region;
  if (!world.allows("iam:PassRole", roleArn, { "iam:PassedToService": PRINCIPAL }))
    throw accessDenied({ account: world.account, action: "iam:PassRole", resource: roleArn });
  if (!canAssume(region, store.scope, roleArn))
    throw invalid(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
}

function named({ store }: SchedulerRegion, { name, query }: SchedulerCall): Schedule {
  checkName(name);
  checkGroup(query.get("groupName") ?? undefined);
  const found = store.get(name);
  if (found === undefined) throw notFound(`Schedule ${name}`);
  return found;
}

function listSchedules({ store }: SchedulerRegion, { query }: SchedulerCall): JsonRecord {
  checkGroup(query.get("ScheduleGroup") ?? undefined);
  const size = Number(query.get("MaxResults") ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw constraint("maxResults", size, rangeConstraint(size, { min: 1, max: 100 }));
  const from = Number(query.get("NextToken") ?? 0);
  if (!Number.isInteger(from) || from < 0) throw invalid("Invalid NextToken.");
  const prefix = query.get("NamePrefix") ?? "";
  const state = query.get("State");
  const found = store
    .all()
    .filter(({ name }) => name.startsWith(prefix))
    .filter(({ isEnabled }) => state === null || (state === "ENABLED") === isEnabled);
  return {
    Schedules: found.slice(from, from + size).map(scheduleSummary),
    ...(from + size < found.length ? { NextToken: String(from + size) } : {}),
  };
}
