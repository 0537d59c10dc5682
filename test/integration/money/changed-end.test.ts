import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteChannelCommand,
  MediaLiveClient,
  StopChannelCommand,
} from "@aws-sdk/client-medialive";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scheduleName } from "../../../src/config/names.ts";
import type { Fault } from "../../../src/sandbox/faults.ts";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";
import { ROLE, schedulerTrust, STOP } from "../support/scheduled-channel.ts";

type Document = {
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly end?: { readonly is: string; readonly endsAt: string; readonly problems: string[] };
  readonly running?: boolean;
  readonly stackId?: string;
  readonly notes?: readonly string[];
};

const HOUR_MS = 3_600_000;
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const CREDENTIALS = { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal" };

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await place.run([...args, "--json"]);
  return { ...(JSON.parse(stdout) as Document), code, stderr };
}

const idOf = (kind: string): string | undefined =>
  place.sandbox.inventory().find((one) => one.kind === kind)?.id;
const hoursLeft = ({ end }: Document): number =>
  (Date.parse(end?.endsAt ?? "") - Date.now()) / HOUR_MS;
const denied = (service: string, operation: string): Fault => ({
  service,
  operation,
  effect: "refuse",
  error: {
    name: service === "iam" ? "AccessDenied" : "AccessDeniedException",
    message: `not authorized to perform: ${service}:${operation}`,
    status: 403,
  },
});
const clientOf = (service: string) => ({
  endpoint: place.sandbox.endpoints[service as "medialive"],
  region: "us-west-2",
  credentials: CREDENTIALS,
});

describe.each([
  ["scheduler", "CreateSchedule"],
  ["iam", "CreateRole"],
])("without the right to %s:%s", (service, operation) => {
  test("a start that is to end by itself is none, and a command that stays open ends its own", async () => {
    expect(await run("init", "--yes", ...SMALL)).toMatchObject({ code: 0 });
    place.sandbox.setFaults([denied(service, operation)]);
    for (const args of [
      ["start", "--for", "2h"],
      ["init", "--yes", "--start", "--stop-after", "2h", ...SMALL],
      // Of the settings that were applied now.
      ["start"],
    ]) {
      const { code, error, ...rest } = await run(...args);
      expect({ code, error }, args.join(" ")).toMatchObject({
        code: 1,
        error: {
          code: "SCHEDULE_NOT_ALLOWED",
          message: expect.stringMatching(
            `it was not started: .*${service}:${operation}`,
          ) as unknown,
          hint: expect.stringContaining("init --for 2h") as unknown,
        },
      });
      expect(rest.running).not.toBe(true);
      expect(idOf("schedule")).toBeUndefined();
    }
    const kept = await run("init", "--yes", "--for", "1s", ...SMALL);
    expect(kept).toMatchObject({ code: 0, verified: true });
    expect(kept.notes).toContainEqual(
      expect.stringMatching(/only this command does: if it is killed .* billing/),
    );
    expect(await run("status")).toMatchObject({ running: false });
  });
});

test("the file's channel.stopAfter holds for the next start, leaves an end that is set, and goes with its line", async () => {
  const file = join(place.path, "live-origin.json");
  await run("init", "--yes", ...SMALL);
  await writeFile(file, JSON.stringify({ channel: { stopAfter: "90m" } }));
  const first = await run("start");
  expect(first).toMatchObject({ code: 0, end: { is: "set" } });
  expect(hoursLeft(first)).toBeGreaterThan(1.4);
  expect(hoursLeft(first)).toBeLessThan(1.6);
  const moved = await run("start", "--for", "5h");
  expect(moved.stderr).toMatch(/The schedule that was to stop the channel \w{3} .* is moved\./);
  expect(hoursLeft(moved)).toBeGreaterThan(4.9);
  expect((await run("start")).end?.endsAt).toBe(moved.end?.endsAt);
  const stopped = await run("stop");
  expect(stopped).toMatchObject({ code: 0, end: { is: "none" } });
  expect(stopped.stderr).toMatch(/The schedule that was to stop the channel .* is removed\./);
  await rm(file);
  expect(await run("start")).toMatchObject({ code: 0, end: { is: "none" } });
});

test("one that somebody deleted is missed, a state that is rebuilt finds it, and a new channel loses it", async () => {
  const scheduler = new SchedulerClient(clientOf("scheduler"));
  const medialive = new MediaLiveClient(clientOf("medialive"));
  await run("init", "--yes", ...SMALL);
  await run("start", "--for", "2h");
  await scheduler.send(new DeleteScheduleCommand({ Name: idOf("schedule") }));
  expect(await run("status")).toMatchObject({
    code: 5,
    end: { is: "will-not-stop", problems: ["schedule-missing"] },
    drift: [{ resource: "schedule", reasons: ["schedule-missing"] }],
  });
  expect((await place.run(["status"])).stdout).toMatch(
    /will not stop by itself, although there was a schedule of .*somebody has removed it/s,
  );

  const again = await run("start", "--for", "3h");
  expect(again).toMatchObject({ code: 0, end: { is: "set" } });
  await rm(join(place.path, ".live-origin/sandbox"), { recursive: true });
  const rebuilt = await run("init", "--yes", "--rebuild-state", ...SMALL);
  expect(rebuilt.error).toBeUndefined();
  const known = await run("status");
  expect(known.error).toBeUndefined();
  expect(known).toMatchObject({
    code: 0,
    drift: [],
    end: { is: "set", endsAt: again.end?.endsAt },
  });

  const channel = { ChannelId: idOf("channel") ?? "" };
  const schedule = idOf("schedule");
  await medialive.send(new StopChannelCommand(channel));
  await expect.poll(async () => (await run("status")).running).toBe(false);
  await medialive.send(new DeleteChannelCommand(channel));
  await expect.poll(() => idOf("channel")).toBeUndefined();
  expect(schedule).toMatch(/^live-origin-/);
  expect(idOf("schedule")).toBe(schedule);
  const anew = await run("init", "--yes", ...SMALL);
  expect(anew).toMatchObject({ code: 0 });
  expect(anew.stderr).toMatch(/The schedule that was to stop the channel .* is removed\./);
  expect(idOf("schedule")).toBeUndefined();
  scheduler.destroy();
  medialive.destroy();
});

test("somebody's schedule of its name refuses a teardown before the channel is stopped", async () => {
  expect(await run("init", "--yes", "--start", ...SMALL)).toMatchObject({ code: 0 });
  const { stackId } = await run("status");
  const name = scheduleName({ name: "live-origin", region: "us-west-2", stackId: stackId ?? "" });
  const scheduler = new SchedulerClient(clientOf("scheduler"));
  const iam = new IAMClient(clientOf("iam"));
  const { account } = place.sandbox;
  const role = { RoleName: ROLE, AssumeRolePolicyDocument: schedulerTrust(account) };
  const { Role } = await iam.send(new CreateRoleCommand(role));
  await scheduler.send(
    new CreateScheduleCommand({
      Name: name,
      ScheduleExpression: "at(2099-01-01T00:00:00)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: STOP, RoleArn: Role?.Arn, Input: JSON.stringify({ ChannelId: "1" }) },
    }),
  );
  const refused = await run("teardown", "--confirm", "live-origin", "--allow-interruption");
  expect([refused.code, refused.error?.code]).toEqual([1, "NOT_OURS"]);
  expect(await run("status")).toMatchObject({ running: true });
  scheduler.destroy();
  iam.destroy();
});

test("with a role that somebody changed or removed it will not stop, and a start with an end mends that", async () => {
  const iam = new IAMClient(clientOf("iam"));
  await run("init", "--yes", ...SMALL);
  const started = await run("start", "--for", "2h");
  expect(started).toMatchObject({ code: 0, end: { is: "set" } });
  const state = join(place.path, ".live-origin/sandbox/live-origin/state.json");
  const recorded = JSON.parse(await readFile(state, "utf8")) as {
    resources: { schedulerRole: { ids: { name: string } } };
  };
  const role = { RoleName: recorded.resources.schedulerRole.ids.name };
  const { PolicyNames: [PolicyName] = [] } = await iam.send(new ListRolePoliciesCommand(role));
  const statement = (Effect: "Allow" | "Deny", rest: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, ...rest }] });
  const denial = statement("Deny", { Action: "medialive:StopChannel", Resource: "*" });
  const foreign = statement("Allow", {
    Principal: { Service: "ec2.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      "policy-changed",
      () => iam.send(new PutRolePolicyCommand({ ...role, PolicyName, PolicyDocument: denial })),
    ],
    [
      "trust-changed",
      () => iam.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: foreign })),
    ],
    [
      "role-missing",
      async () => {
        await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName }));
        await iam.send(new DeleteRoleCommand(role));
      },
    ],
  ];
  for (const [problem, change] of changes) {
    await change();
    expect(await run("status"), problem).toMatchObject({
      code: 5,
      end: { is: "will-not-stop", problems: [problem] },
      drift: expect.arrayContaining([
        expect.objectContaining({ resource: "schedule", reasons: [problem] }),
      ]) as unknown,
    });
    expect((await run("start", "--for", "2h")).end, problem).toMatchObject({ is: "set" });
  }
  iam.destroy();
});
