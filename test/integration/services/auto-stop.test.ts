import { afterEach, describe, expect, test } from "vitest";
import type { PlanContext } from "../../../src/core/engine/resource.ts";
import {
  clearAutoStop,
  moveEnd,
  readAutoStop,
  setEndAfterPicture,
  setFirstEnd,
  type AutoStopContext,
} from "../../../src/core/auto-stop/auto-stop.ts";
import { schedulerRoleResource } from "../../../src/services/scheduler/scheduler-role.ts";
import { scheduleName, schedulerRoleName } from "../../../src/config/names.ts";
import { buildCreateSchedule } from "../../../src/services/scheduler/schedule-request.ts";
import { fakeEffects } from "../../unit/services/fake-effects.ts";
import {
  recorded,
  contextOf,
  STACK_ID,
  tutorialSpec,
} from "../../unit/services/tutorial-context.ts";
import { manualClock, type ManualClock } from "../support/manual-clock.ts";
import { QUICK, startServices, type ServiceBed } from "./service-bed.ts";

const HOUR_MS = 3_600_000;
const spec = tutorialSpec();
const identity = { name: spec.name, region: spec.region, stackId: STACK_ID };
const ROLE = schedulerRoleName(identity);

let bed: ServiceBed;
let clock: ManualClock;
afterEach(() => bed.close());

/** Clouds with the role of a stack whose channel is 7654321; our own clock is six minutes behind AWS's. */
async function stack(): Promise<AutoStopContext> {
  clock = manualClock(Date.UTC(2026, 0, 1, 20, 0, 20));
  bed = await startServices({ clock });
  const channel = recorded<"channel">({ id: "7654321" });
  const before: PlanContext = { ...contextOf(spec, { channel }), account: bed.sandbox.account };
  const effects = fakeEffects({ context: before, kind: "schedulerRole" });
  const role = schedulerRoleResource(
    () => Promise.resolve(bed.iam),
    () => true,
  );
  await role.create(effects);
  const planContext = { ...before, resources: { channel, schedulerRole: effects.current() } };
  const seen = await role.observe(
    planContext,
    planContext.resources.schedulerRole,
    bed.callOptions.signal,
  );
  if (seen.is !== "ours") throw new Error("the role is not there");
  expect(role.diff(planContext, seen.found, undefined)).toEqual([]);
  return {
    scheduler: bed.scheduler,
    iam: bed.iam,
    planContext,
    clock: QUICK.clock,
    callOptions: bed.callOptions,
  };
}

const schedules = (): (string | undefined)[] =>
  bed.sandbox.inventory().flatMap(({ kind, status }) => (kind === "schedule" ? [status] : []));

test("the role goes with its policy although a read that lagged behind showed none", async () => {
  const { planContext: context } = await stack();
  const resource = schedulerRoleResource(
    () => Promise.resolve(bed.iam),
    () => true,
  );
  const seen = await resource.observe(context, undefined, bed.callOptions.signal);
  if (seen.is !== "ours") throw new Error("the role is not there");
  const Resource = `arn:aws:medialive:${spec.region}:${bed.sandbox.account}:channel:7654321`;
  expect(seen.found.policy).toMatchObject({
    Statement: [{ Effect: "Allow", Action: "medialive:StopChannel", Resource }],
  });
  const effects = fakeEffects({ context, kind: "schedulerRole" });
  await resource.remove(effects, { ...seen.found, policy: undefined });
  const after = await resource.observe(context, undefined, bed.callOptions.signal);
  expect(after).toEqual({ is: "absent" });
});

describe("the end of a run", () => {
  test("is set by AWS's clock before the start, tightened after the picture, and taken back", async () => {
    const context = await stack();
    expect(await readAutoStop(context)).toEqual({ is: "none" });
    const first = await setFirstEnd(context, 2 * HOUR_MS);
    expect(first).toEqual({
      is: "set",
      endsAt: Date.UTC(2026, 0, 1, 22, 11),
      leftMs: expect.closeTo(2 * HOUR_MS + 10.5 * 60_000, -5) as number,
      scheduleName: scheduleName(identity),
    });
    // Our clock runs elsewhere altogether: what counts is how far AWS's is ahead.
    const tight = await setEndAfterPicture(context, {
      pictureAt: QUICK.clock.now() + 60_000,
      durationMs: 2 * HOUR_MS,
    });
    expect(tight).toMatchObject({ is: "set", endsAt: Date.UTC(2026, 0, 1, 22, 2) });
    expect(schedules()).toEqual(["at(2026-01-01T22:02:00)"]);
    expect(await clearAutoStop(context)).toMatchObject({ name: scheduleName(identity) });
    expect(await clearAutoStop(context)).toBeUndefined();
    expect(schedules()).toEqual([]);
  });

  test("of an earlier run is removed by the next start, and can be set anew within the same minute", async () => {
    const context = await stack();
    await setFirstEnd(context, HOUR_MS);
    expect(await setFirstEnd(context, HOUR_MS)).toMatchObject({ is: "set" });
    await setFirstEnd(context, 3 * HOUR_MS);
    expect(schedules()).toEqual(["at(2026-01-01T23:11:00)"]);
  });

  test("is there once after an answer that was lost", async () => {
    const context = await stack();
    bed.fault("scheduler:CreateSchedule drop-after 1", "scheduler:DeleteSchedule drop-after 1");
    expect(await setFirstEnd(context, HOUR_MS)).toMatchObject({ is: "set" });
    expect(schedules()).toHaveLength(1);
    expect(await clearAutoStop(context)).toMatchObject({ name: scheduleName(identity) });
    expect(schedules()).toEqual([]);
  });

  test("of somebody else is refused, never changed", async () => {
    const context = await stack();
    const { planContext } = context;
    await bed.scheduler.createSchedule(
      {
        ...buildCreateSchedule(planContext, { endAt: Date.UTC(2026, 0, 2), token: "theirs" }),
        Description: "do not touch",
      },
      bed.callOptions,
    );
    for (const work of [
      () => setFirstEnd(context, HOUR_MS),
      () => moveEnd(context, Date.UTC(2026, 0, 3)),
      () => clearAutoStop(context),
    ])
      await expect(work()).rejects.toMatchObject({ code: "NOT_OURS" });
    expect(schedules()).toEqual(["at(2026-01-02T00:00:00)"]);
  });

  test("is found by the names of all schedules that begin as ours do", async () => {
    const context = await stack();
    await setFirstEnd(context, HOUR_MS);
    expect(await bed.scheduler.findSchedules("live-origin-", bed.callOptions)).toEqual([
      scheduleName(identity),
    ]);
    expect(await bed.scheduler.findSchedules("other-", bed.callOptions)).toEqual([]);
  });
});

describe("an end is not claimed", () => {
  type Breaking = (context: AutoStopContext) => Promise<unknown>;
  const endAt = Date.UTC(2026, 0, 1, 22, 0);
  const changed =
    (changes: object): Breaking =>
    ({ planContext }) => {
      const { ClientToken: _token, ...request } = buildCreateSchedule(planContext, {
        endAt,
        token: "t",
      });
      return bed.scheduler.updateSchedule({ ...request, ...changes }, bed.callOptions);
    };
  const target =
    (changes: object): Breaking =>
    (context) => {
      const { Target } = buildCreateSchedule(context.planContext, { endAt, token: "t" });
      return changed({ Target: { ...Target, ...changes } })(context);
    };
  const broken: readonly (readonly [string, Breaking, readonly string[]])[] = [
    ["without its role", removeRole, ["role-missing"]],
    ["when the role may no longer stop the channel", removePolicy, ["policy-changed"]],
    ["when the role's trust was changed", changeTrust, ["trust-changed"]],
    ["when it is disabled", changed({ State: "DISABLED" }), ["disabled"]],
    [
      "when it is told in another zone",
      changed({ ScheduleExpressionTimezone: "Europe/Berlin" }),
      ["expression-unreadable"],
    ],
    ["when it stops another channel", target({ Input: '{"ChannelId":"1"}' }), ["other-channel"]],
    [
      "when it starts the channel",
      target({ Arn: "arn:aws:scheduler:::aws-sdk:medialive:startChannel" }),
      ["other-target"],
    ],
    ["when a retry could end the next show", target({ RetryPolicy: {} }), ["late-retries"]],
  ];
  test.each(broken)("%s", async (_when, breakIt, problems) => {
    const context = await stack();
    await setFirstEnd(context, HOUR_MS);
    await breakIt(context);
    const read = await readAutoStop(context);
    expect(read).toMatchObject({ is: "will-not-stop", problems });
  });

  test("when its time has passed and the schedule is still there", async () => {
    const context = await stack();
    await setFirstEnd(context, HOUR_MS);
    await changed({ ActionAfterCompletion: "NONE" })(context);
    await clock.advance(3 * HOUR_MS);
    expect(await readAutoStop(context)).toMatchObject({ problems: ["time-passed"] });
  });

  async function removeRole(): Promise<void> {
    await removePolicy();
    await bed.iam.deleteRole({ RoleName: ROLE }, bed.callOptions);
  }
  function removePolicy(): Promise<void> {
    const request = { RoleName: ROLE, PolicyName: "live-origin-stop-channel" };
    return bed.iam.deleteRolePolicy(request, bed.callOptions);
  }
  function changeTrust(): Promise<void> {
    const Statement = [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "medialive.amazonaws.com" },
      },
    ];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    return bed.iam.updateTrust({ RoleName: ROLE, PolicyDocument }, bed.callOptions);
  }
});

describe("a role that EventBridge Scheduler cannot assume", () => {
  test("is waited for while IAM spreads it", async () => {
    const context = await stack();
    bed.fault("scheduler:CreateSchedule refuse 2 ValidationException 400");
    // The fault's own text is not that of the service: it is final.
    await expect(setFirstEnd(context, HOUR_MS)).rejects.toMatchObject({ code: "AWS_REFUSED" });
    bed.sandbox.setFaults([notAssumable(2)]);
    expect(await setFirstEnd(context, HOUR_MS)).toMatchObject({ is: "set" });
    expect(bed.retries).toEqual([
      "the role cannot be assumed yet",
      "the role cannot be assumed yet",
    ]);
  });

  test("for good is named, with what to do", async () => {
    const context = await stack();
    let now = 0;
    const impatient = { now: () => (now += 30_000), sleep: () => Promise.resolve() };
    bed.sandbox.setFaults([notAssumable(undefined)]);
    const { connectScheduler } = await import("../../../src/services/scheduler/client.ts");
    const client = connectScheduler(
      {
        region: "us-west-2",
        endpoint: bed.sandbox.endpoints.scheduler,
        credentials: { accessKeyId: "A", secretAccessKey: "B" },
      },
      { clock: impatient, random: () => 0 },
    );
    await expect(
      setFirstEnd({ ...context, scheduler: client, clock: impatient }, HOUR_MS),
    ).rejects.toMatchObject({
      code: "SCHEDULE_ROLE_NOT_ASSUMED",
      message: expect.stringContaining(ROLE) as string,
    });
    client.close();
  });

  function notAssumable(times: number | undefined) {
    return {
      service: "scheduler",
      operation: "CreateSchedule",
      effect: "refuse" as const,
      times,
      error: {
        name: "ValidationException",
        status: 400,
        message:
          "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
      },
    };
  }
});
