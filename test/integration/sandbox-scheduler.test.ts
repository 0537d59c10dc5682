import { DeleteRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  refusalOf,
  startAwsCloud,
  type AwsCloud,
  type AwsCloudOptions,
} from "./support/aws-cloud.ts";
import { makeChannel, ROLE as MEDIALIVE_ROLE } from "./support/medialive-stack.ts";
import {
  atIn,
  create,
  makeRole,
  mayStop,
  ROLE,
  ROLE_ARN,
  scheduleInput,
  schedulerTrust,
  start,
  stateOf,
  STOP,
} from "./support/scheduled-channel.ts";

let open: AwsCloud[] = [];
afterEach(async () => {
  await Promise.all(open.map((cloud) => cloud.close()));
  open = [];
});

const HOUR_MS = 3_600_000;

/** A cloud with a channel and a role that may stop it. */
async function bed(
  options: AwsCloudOptions = {},
): Promise<{ readonly cloud: AwsCloud; readonly id: string }> {
  const cloud = await startAwsCloud({ roles: [MEDIALIVE_ROLE], ...options });
  open.push(cloud);
  const id = await makeChannel(cloud);
  await cloud.clock.advance(20_000);
  await makeRole(cloud, { channelId: id });
  await cloud.clock.advance(20_000);
  return { cloud, id };
}

const names = (cloud: AwsCloud): string[] =>
  cloud.inventory().flatMap(({ kind, id }) => (kind === "schedule" ? [id] : []));
const invocations = (cloud: AwsCloud): (string | undefined)[] =>
  cloud.lines.filter(({ operation }) => operation === "Invoke").map(({ note }) => note);
/** Moves the clock in steps that no retry is longer than. */
async function pass(cloud: AwsCloud, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1_000) {
    await cloud.clock.advance(Math.min(1_000, left));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a one-time schedule", () => {
  it("stops the running channel at its time, not before, and is gone afterwards", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id);
    await start(cloud, id);
    await cloud.clock.advance(HOUR_MS - 1);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    await cloud.clock.advance(1);
    expect(await stateOf(cloud, id)).toBe("IDLE");
    expect(names(cloud)).toEqual([]);
    expect(invocations(cloud)).toEqual(["medialive:StopChannel"]);
    expect(cloud.jobs.map(({ stopped }) => stopped)).toEqual([true]);
  });

  it("stays, and fires no second time, unless it is told to delete itself", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id, { ActionAfterCompletion: "NONE" });
    await start(cloud, id);
    await cloud.clock.advance(HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("IDLE");
    await start(cloud, id);
    await cloud.clock.advance(100 * 24 * HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    expect(names(cloud)).toEqual(["end"]);
  });

  it("waits for longer than a timer can hold", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 40 * 24 * HOUR_MS) });
    await start(cloud, id);
    for (let day = 0; day < 39; day += 1) await cloud.clock.advance(24 * HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    await cloud.clock.advance(24 * HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("IDLE");
  });

  it("is told with every default filled in", async () => {
    const { cloud, id } = await bed();
    const { Arn, RoleArn, Input } = scheduleInput(cloud, id).Target;
    const made = await create(cloud, id, {
      ActionAfterCompletion: undefined,
      ScheduleExpressionTimezone: undefined,
      Target: { Arn, RoleArn, Input },
    });
    const arn = `arn:aws:scheduler:us-west-2:${ACCOUNT}:schedule/default/end`;
    expect(made.ScheduleArn).toBe(arn);
    const found = await cloud.scheduler.send(new GetScheduleCommand({ Name: "end" }));
    expect(found).toMatchObject({
      Arn: arn,
      GroupName: "default",
      State: "ENABLED",
      ActionAfterCompletion: "NONE",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      CreationDate: new Date(cloud.clock.now()),
      Target: {
        Arn,
        RoleArn,
        Input,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  it("is moved by an update, which puts the default in the place of what it does not say", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id);
    await start(cloud, id);
    const { ActionAfterCompletion: _left, ...rest } = scheduleInput(cloud, id);
    await cloud.scheduler.send(
      new UpdateScheduleCommand({ ...rest, ScheduleExpression: atIn(cloud, 2 * HOUR_MS) }),
    );
    await cloud.clock.advance(HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    await cloud.clock.advance(HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("IDLE");
    expect(names(cloud)).toEqual(["end"]);
  });

  it("never fires once it is deleted, or while it is disabled", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id);
    await create(cloud, id, { Name: "off", State: "DISABLED" });
    await start(cloud, id);
    await cloud.scheduler.send(new DeleteScheduleCommand({ Name: "end" }));
    await cloud.clock.advance(2 * HOUR_MS);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    const gone = cloud.scheduler.send(new DeleteScheduleCommand({ Name: "end" }));
    expect((await refusalOf(gone)).name).toBe("ResourceNotFoundException");
  });

  it("is read in its time zone, also on the day of a change of clocks", async () => {
    const { cloud, id } = await bed();
    await start(cloud, id);
    await create(cloud, id, {
      ScheduleExpression: "at(2026-03-29T03:30:00)",
      ScheduleExpressionTimezone: "Europe/Berlin",
    });
    const due = Date.UTC(2026, 2, 29, 1, 30);
    while (cloud.clock.now() < due - HOUR_MS) await cloud.clock.advance(HOUR_MS);
    await cloud.clock.advance(due - cloud.clock.now() - 1);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    await cloud.clock.advance(1);
    expect(await stateOf(cloud, id)).toBe("IDLE");
  });

  it("is answered the same for the same request, and a conflict for another of its name", async () => {
    const { cloud, id } = await bed();
    const first = await create(cloud, id, { ClientToken: "one" });
    expect((await create(cloud, id, { ClientToken: "one" })).ScheduleArn).toBe(first.ScheduleArn);
    const other = await refusalOf(create(cloud, id, { ClientToken: "two" }));
    expect(other.name).toBe("ConflictException");
  });

  it("is listed by prefix over all pages, in its own region only", async () => {
    const { cloud, id } = await bed();
    for (const Name of ["a-1", "a-2", "a-3", "b-1"]) await create(cloud, id, { Name });
    const found: (string | undefined)[] = [];
    for await (const page of paginateListSchedules(
      { client: cloud.scheduler, pageSize: 2 },
      { NamePrefix: "a-" },
    ))
      found.push(...(page.Schedules ?? []).map(({ Name }) => Name));
    expect(found).toEqual(["a-1", "a-2", "a-3"]);
  });
});

describe("a target that cannot be stopped now", () => {
  it("is tried again while the channel is STARTING, until it runs", async () => {
    const { cloud, id } = await bed({ latency: "brief" });
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 1_000) });
    await start(cloud, id);
    await pass(cloud, 1_000);
    expect(await stateOf(cloud, id)).toBe("STARTING");
    expect(names(cloud)).toEqual(["end"]);
    await pass(cloud, 10_000);
    expect(await stateOf(cloud, id)).toBe("IDLE");
    expect(invocations(cloud)[0]).toMatch(/must be running/);
    expect(invocations(cloud).at(-1)).toBe("medialive:StopChannel");
    expect(names(cloud)).toEqual([]);
  });

  it("is given up when the event is too old: an idle channel stays so, and the next run goes on", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 60_000) });
    await pass(cloud, 60_000);
    expect(names(cloud)).toEqual(["end"]);
    await pass(cloud, 600_000);
    expect(names(cloud)).toEqual([]);
    expect(invocations(cloud).length).toBeGreaterThan(5);
    await start(cloud, id);
    await pass(cloud, 600_000);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
  });

  it("is stopped by a retry that comes within the next run, even if the schedule is deleted meanwhile", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 60_000) });
    await pass(cloud, 65_000);
    await cloud.scheduler.send(new DeleteScheduleCommand({ Name: "end" }));
    await start(cloud, id);
    await pass(cloud, 60_000);
    expect(await stateOf(cloud, id)).toBe("IDLE");
  });

  it("is tried no more often than the retry policy says", async () => {
    const { cloud, id } = await bed();
    const { Target } = scheduleInput(cloud, id);
    await create(cloud, id, {
      ScheduleExpression: atIn(cloud, 60_000),
      Target: { ...Target, RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    await pass(cloud, 120_000);
    expect(invocations(cloud)).toHaveLength(1);
    expect(names(cloud)).toEqual([]);
  });

  it("passes the doors of MediaLive, faults included", async () => {
    const { cloud, id } = await bed({
      faults: [
        {
          service: "medialive",
          operation: "StopChannel",
          effect: "refuse",
          times: 1,
          error: { name: "TooManyRequestsException", status: 429, message: "" },
        },
      ],
    });
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 60_000) });
    await start(cloud, id);
    await pass(cloud, 70_000);
    expect(invocations(cloud)).toEqual(["TooManyRequestsException", "medialive:StopChannel"]);
  });
});

describe("the role of a schedule", () => {
  const trusts: readonly (readonly [string, string])[] = [
    ["another account", schedulerTrust("999999999999")],
    ["another region's group", schedulerTrust(ACCOUNT, "eu-west-1")],
    ["another service", schedulerTrust().replace("scheduler.amazonaws", "medialive.amazonaws")],
    [
      "one schedule instead of its group",
      schedulerTrust().replace("schedule-group/default", "schedule/default/end"),
    ],
  ];
  it.each(trusts)("that trusts %s cannot be assumed", async (_who, trust) => {
    const { cloud, id } = await bed();
    await cloud.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: trust }),
    );
    const error = await refusalOf(create(cloud, id));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toBe(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  });

  it("that was made moments ago is refused as one that cannot be assumed", async () => {
    const cloud = await startAwsCloud({ roles: [MEDIALIVE_ROLE], latency: "realistic" });
    open.push(cloud);
    const id = await makeChannel(cloud);
    await makeRole(cloud, { channelId: id });
    expect((await refusalOf(create(cloud, id))).message).toContain("assume the role");
    await cloud.clock.advance(10_000);
    expect((await create(cloud, id)).ScheduleArn).toContain("/default/end");
  });

  it("must be one that the caller may pass to the scheduler", async () => {
    const { cloud, id } = await bed();
    const pass = (service: string) => ({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "scheduler:*", Resource: "*" },
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: ROLE_ARN,
          Condition: { StringEquals: { "iam:PassedToService": service } },
        },
      ],
    });
    cloud.restrict(pass("medialive.amazonaws.com"));
    const error = await refusalOf(create(cloud, id));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain("iam:PassRole");
    cloud.restrict(pass("scheduler.amazonaws.com"));
    expect((await create(cloud, id)).ScheduleArn).toContain("/default/end");
  });

  it("is asked for its rights when the schedule fires: without them nothing stops", async () => {
    const { cloud, id } = await bed();
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 60_000) });
    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: "stop" }));
    await start(cloud, id);
    await pass(cloud, 61_000);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
    expect(invocations(cloud)[0]).toBe("the role may not do medialive:StopChannel");
    await mayStop(cloud, id);
    await pass(cloud, 10_000);
    expect(await stateOf(cloud, id)).toBe("IDLE");
  });

  it("may stop its own channel only", async () => {
    const { cloud, id } = await bed();
    await mayStop(cloud, "7654321");
    await create(cloud, id, { ScheduleExpression: atIn(cloud, 60_000) });
    await start(cloud, id);
    await pass(cloud, 700_000);
    expect(await stateOf(cloud, id)).toBe("RUNNING");
  });
});

describe("what the documentation refuses", () => {
  const target = (changes: object) => ({
    Target: { Arn: STOP, RoleArn: ROLE_ARN, Input: "{}", ...changes },
  });
  const refused: readonly (readonly [string, Parameters<typeof create>[2]])[] = [
    ["a name with a slash", { Name: "a/b" }],
    ["a name of 65 characters", { Name: "a".repeat(65) }],
    ["an expression without its function", { ScheduleExpression: "2027-01-01T00:00:00" }],
    ["a moment with a zone in it", { ScheduleExpression: "at(2027-01-01T00:00:00Z)" }],
    ["the 30th of February", { ScheduleExpression: "at(2027-02-30T00:00:00)" }],
    ["a moment in the past", { ScheduleExpression: "at(2025-01-01T00:00:00)" }],
    ["a zone that no map knows", { ScheduleExpressionTimezone: "Mars/Olympus" }],
    ["a rate, loudly", { ScheduleExpression: "rate(5 minutes)" }],
    ["a flexible window, loudly", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }],
    [
      "a window's length with OFF",
      { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } },
    ],
    ["an operation that only reads", target({ Arn: STOP.replace("stop", "describe") })],
    ["a capital in the service", target({ Arn: STOP.replace("medialive", "MediaLive") })],
    ["an ARN of another form", target({ Arn: STOP.replace(":::aws-sdk", "::aws-sdk") })],
    ["a channel's own ARN", target({ Arn: `arn:aws:medialive:us-west-2:${ACCOUNT}:channel:1` })],
    ["a role that is no ARN", target({ RoleArn: "stopper" })],
    ["an input that is no JSON", target({ Input: "{" })],
    ["186 attempts", target({ RetryPolicy: { MaximumRetryAttempts: 186 } })],
    ["an age of 59 s", target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } })],
    ["a description of 513 characters", { Description: "x".repeat(513) }],
  ];
  it.each(refused)("%s", async (_what, changes) => {
    const { cloud, id } = await bed();
    expect((await refusalOf(create(cloud, id, changes))).name).toBe("ValidationException");
    expect(names(cloud)).toEqual([]);
  });

  it("what does not exist, by its own name", async () => {
    const { cloud, id } = await bed();
    const missing = [
      cloud.scheduler.send(new GetScheduleCommand({ Name: "none" })),
      cloud.scheduler.send(new UpdateScheduleCommand(scheduleInput(cloud, id))),
      create(cloud, id, { GroupName: "shows" }),
    ];
    for (const call of missing)
      expect((await refusalOf(call)).name).toBe("ResourceNotFoundException");
  });

  it("groups are not emulated, and the log says what was asked", async () => {
    const { cloud } = await bed();
    const call = cloud.scheduler.send(new CreateScheduleGroupCommand({ Name: "shows" }));
    expect((await refusalOf(call)).name).toBe("UnknownOperationException");
    expect(cloud.lines.at(-1)?.resource).toBe("POST /schedule-groups/shows");
  });

  it("a caller without the right, by the action's name", async () => {
    const { cloud, id } = await bed();
    cloud.restrict({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "medialive:*", Resource: "*" }],
    });
    const error = await refusalOf(create(cloud, id));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain("scheduler:CreateSchedule");
  });
});
