import { expect } from "vitest";
import type { Fault } from "../../../src/sandbox/index.ts";
import { test } from "../support/opened.ts";
import { openStackBed, type StackBed } from "../support/stack-bed.ts";

const INIT = [
  "init",
  "--yes",
  "--playlist-cache-seconds",
  "1",
  "--encoder-auth",
  "parameter-store",
];
const ROTATE = ["rotate-keys", "--yes"];
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--allow-interruption"];

/** New keys are tried over Momento's HTTP API; the encoder and the edge use it too, so that these are not counted. */
const ITEM_CALLS = ["momento:GetItem", "momento:PutItem", "momento:DeleteItem"];

const THROTTLED: Readonly<Record<string, { name: string; status: number }>> = {
  medialive: { name: "TooManyRequestsException", status: 429 },
  cloudfront: { name: "Throttling", status: 400 },
  iam: { name: "Throttling", status: 400 },
  ssm: { name: "ThrottlingException", status: 400 },
  sts: { name: "Throttling", status: 400 },
  momento: { name: "RESOURCE_EXHAUSTED", status: 429 },
};
const BROKEN: Readonly<Record<string, { name: string; status: number }>> = {
  medialive: { name: "InternalServerErrorException", status: 500 },
  cloudfront: { name: "ServiceUnavailable", status: 503 },
  iam: { name: "ServiceFailure", status: 500 },
  ssm: { name: "InternalServerError", status: 500 },
  sts: { name: "InternalFailure", status: 500 },
  momento: { name: "UNAVAILABLE", status: 503 },
};

function refusing(errors: typeof THROTTLED, service: string, operation: string): Fault {
  const error = errors[service] ?? { name: "InternalError", status: 500 };
  return { service, operation, effect: "refuse", times: 1, error: { ...error, message: "Later." } };
}

const WEATHER: Readonly<Record<string, (service: string, operation: string) => Fault>> = {
  throttled: (service, operation) => refusing(THROTTLED, service, operation),
  "failed by the service": (service, operation) => refusing(BROKEN, service, operation),
  "cut off": (service, operation) => ({ service, operation, effect: "drop-before", times: 1 }),
};

test.concurrent.for(Object.keys(WEATHER))(
  "a life of a stack goes on when every operation is %s once",
  async (weather, { opened }) => {
    const fault = WEATHER[weather];
    if (fault === undefined) throw new Error(weather);
    const calm = opened(await openStackBed({ haste: 20 }));
    expect((await calm.run(INIT)).code).toBe(0);
    expect((await calm.run(ROTATE)).code).toBe(0);
    expect((await calm.run(TEARDOWN)).code).toBe(0);
    const operations = [
      ...ITEM_CALLS,
      ...new Set(calm.calls.map(({ service, operation }) => `${service}:${operation}`)),
    ];
    expect(operations.length).toBeGreaterThanOrEqual(30);

    const bed = opened(await openStackBed({ haste: 20 }));
    bed.sandbox.setFaults(
      operations.map((each) => fault(each.split(":")[0] ?? "", each.split(":")[1] ?? "")),
    );
    // What the SDKs retried by themselves would not be told: these settings must not bring their retries back.
    const eager = { env: { AWS_MAX_ATTEMPTS: "5", AWS_RETRY_MODE: "adaptive" } };
    const made = await bed.start(INIT, eager).ended;
    expect(made.code, made.stderr).toBe(0);
    expect(made.stderr).toContain("sts:GetCallerIdentity: ");
    expect(made.stderr).toContain("medialive:ListChannels: ");
    const rotated = await bed.run(ROTATE);
    expect(rotated.code, rotated.stderr).toBe(0);
    expect(rotated.stderr).toMatch(/Momento's HTTP API (answers|does not answer).*again in/);
    const removed = await bed.run(TEARDOWN);
    expect(removed.code, removed.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  },
);

test.concurrent.for([
  ["medialive", "CreateInput", "ForbiddenException", 403],
  ["medialive", "CreateChannel", "UnprocessableEntityException", 422],
  ["cloudfront", "CreateDistributionWithTags", "InvalidArgument", 400],
  ["iam", "CreateRole", "AccessDenied", 403],
  ["iam", "CreateRole", "LimitExceeded", 409],
  ["momento", "CreateCache", "PERMISSION_DENIED", 403],
] as const)(
  "a refusal by %s:%s (%s) is asked for once",
  async ([service, operation, name, status], { opened }) => {
    const bed = opened(await openStackBed({ haste: 20 }));
    bed.sandbox.setFaults([
      { service, operation, effect: "refuse", error: { name, status, message: "No." } },
    ]);
    const run = await bed.run([...INIT, "--json"]);
    expect([1, 3]).toContain(run.code);
    expect(bed.calls.filter((call) => call.operation === operation)).toHaveLength(1);
    const { error } = JSON.parse(run.stdout) as { error: { code: string; hint: string } };
    expect(error.code).toMatch(/^(AWS|MEDIALIVE|MOMENTO)_/);
    expect(error.hint).not.toBe("");
  },
);

/** MediaLive's own words for a role that IAM has not spread yet (text of the live service). */
const NOT_ASSUMABLE = {
  name: "BadRequestException",
  status: 400,
  message:
    "Invalid role arn:aws:iam::111122223333:role/fresh. Please make sure the role exists and medialive.amazonaws.com is a trusted service.",
};

function channelAttempts(bed: StackBed): number {
  return bed.calls.filter(({ operation }) => operation === "CreateChannel").length;
}

test.concurrent("a role that MediaLive cannot assume yet is waited for, with the reason on screen", async ({
  opened,
}) => {
  const bed = opened(await openStackBed({ haste: 20 }));
  bed.sandbox.setFaults([
    {
      service: "medialive",
      operation: "CreateChannel",
      effect: "refuse",
      times: 2,
      error: NOT_ASSUMABLE,
    },
  ]);
  const run = await bed.run(INIT);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain("MediaLive cannot assume the new role yet");
  expect(run.stderr).toMatch(/again in [\d.]+ m?s/);
  expect(channelAttempts(bed)).toBe(3);
  expect(bed.inventory().filter(({ kind }) => kind === "channel")).toHaveLength(1);
});

test.concurrent("a role that was brought along and cannot be assumed is asked for once", async ({
  opened,
}) => {
  const bed = opened(await openStackBed({ haste: 20 }));
  expect((await bed.run(INIT)).code).toBe(0);
  const role = (await bed.state()).resources["role"]?.ids["arn"] ?? "";
  bed.calls.length = 0;
  bed.sandbox.setFaults([
    { service: "medialive", operation: "CreateChannel", effect: "refuse", error: NOT_ASSUMABLE },
  ]);
  const run = await bed.run(["init", "--yes", "--name", "second", "--role-arn", role, "--json"]);
  expect(run.code).toBe(3);
  expect(channelAttempts(bed)).toBe(1);
  expect(run.stdout).toContain("trusted service");
});

test.concurrent("a channel that ends as CREATE_FAILED ends the wait, and the next run makes another", async ({
  opened,
}) => {
  const bed = opened(await openStackBed({ haste: 20 }));
  bed.sandbox.setFaults([
    {
      service: "medialive",
      operation: "CreateChannel",
      effect: "transition",
      to: "CREATE_FAILED",
      times: 1,
    },
  ]);
  const failed = await bed.run([...INIT, "--json"]);
  expect(failed.code).toBe(3);
  const { error } = JSON.parse(failed.stdout) as { error: { code: string; message: string } };
  expect(error.code).toBe("WAIT_DEAD_END");
  expect(error.message).toContain("CREATE_FAILED");
  const again = await bed.run(INIT);
  expect(again.code, again.stderr).toBe(0);
  const channels = bed.inventory().filter(({ kind }) => kind === "channel");
  expect(channels.map(({ status }) => status)).toEqual(["IDLE"]);
});

test.concurrent("a channel that falls back to IDLE ends the start at once and says where to look", async ({
  opened,
}) => {
  const bed = opened(await openStackBed({ haste: 20 }));
  expect((await bed.run(INIT)).code).toBe(0);
  bed.sandbox.setFaults([
    { service: "medialive", operation: "StartChannel", effect: "transition", to: "IDLE", times: 1 },
  ]);
  const failed = await bed.run(["start", "--json"]);
  const { error } = JSON.parse(failed.stdout) as { error: { code: string; hint: string } };
  expect(error.code).toBe("WAIT_DEAD_END");
  expect(error.hint).toContain("status");
});
