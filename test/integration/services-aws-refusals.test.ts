import { afterEach, describe, expect, test } from "vitest";
import { effectsOf } from "../../src/core/engine/apply-step.ts";
import type { Fault } from "../../src/sandbox/index.ts";
import { waitDeployed } from "../../src/services/cloudfront/distribution-waits.ts";
import { playerKeyOf } from "../../src/services/cloudfront/sealed-distribution.ts";
import { encoderKeyOf } from "../../src/services/medialive/sealed-channel.ts";
import { tutorialSpec } from "../unit/services/tutorial-context.ts";
import { actions, awsKinds, failures, startAwsStack, type AwsStack } from "./support/aws-stack.ts";

const open: AwsStack[] = [];
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

async function start(faults: readonly Fault[] = [], spec = tutorialSpec()): Promise<AwsStack> {
  const stack = await startAwsStack(spec, { faults });
  open.push(stack);
  return stack;
}

const refuse = (
  service: string,
  operation: string,
  error: { readonly name: string; readonly status: number; readonly message?: string },
  times?: number,
): Fault => ({
  service,
  operation,
  effect: "refuse",
  times,
  error: { message: `${error.name}, says the test`, ...error },
});

const callOptions = { signal: new AbortController().signal };

describe("the role", () => {
  const notYet = {
    name: "BadRequestException",
    status: 400,
    message: "Please make sure the role exists and medialive.amazonaws.com is a trusted service",
  };

  test("that was just made is waited for, with the reason on screen", async () => {
    const stack = await start([refuse("medialive", "CreateChannel", notYet, 3)]);
    expect(failures(await stack.apply())).toEqual([]);
    const reasons = stack.events.flatMap((event) =>
      event.type === "step.retrying" ? [[event.resource, event.reason]] : [],
    );
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toEqual(["channel", expect.stringContaining("cannot assume the new role")]);
  });

  test("is given up on after two minutes", async () => {
    const stack = await start([refuse("medialive", "CreateChannel", notYet)]);
    expect(failures(await stack.apply())).toEqual([
      ["channel", expect.objectContaining({ code: "AWS_REFUSED" })],
    ]);
  });

  test("of the user's own is not waited for", async () => {
    const stack = await start(
      [refuse("medialive", "CreateChannel", notYet)],
      tutorialSpec({ channel: { roleArn: "arn:aws:iam::111122223333:role/MediaLiveAccessRole" } }),
    );
    await stack.apply();
    expect(stack.events.filter(({ type }) => type === "step.retrying")).toEqual([]);
  });

  test("that may not be handed over is named together with the missing action", async () => {
    const message =
      'Please check your IAM User permissions: "medialive:CreateChannel","iam:PassRole"';
    const stack = await start([
      refuse("medialive", "CreateChannel", {
        name: "UnprocessableEntityException",
        status: 422,
        message,
      }),
    ]);
    expect(failures(await stack.apply())).toEqual([
      [
        "channel",
        expect.objectContaining({
          code: "MEDIALIVE_PASS_ROLE",
          message: expect.stringMatching(/role\/live-origin-.*iam:PassRole/) as string,
        }),
      ],
    ]);
  });
});

describe("a channel that could not be made", () => {
  test("ends the wait at once, and the next run makes another in its place", async () => {
    const stack = await start([
      {
        service: "medialive",
        operation: "CreateChannel",
        effect: "transition",
        to: "CREATE_FAILED",
        times: 1,
      },
    ]);
    expect(failures(await stack.apply())).toEqual([
      ["channel", expect.objectContaining({ code: "WAIT_DEAD_END" })],
    ]);
    expect(failures(await stack.apply())).toEqual([]);
    expect(actions(await stack.plan())).toEqual([]);
    expect(awsKinds(stack.sandbox).filter((kind) => kind === "channel")).toHaveLength(1);
  });
});

describe("throttling and errors of the service", () => {
  test("are waited out on every call", async () => {
    const spec = tutorialSpec({ cdn: { playlistCacheSeconds: 1 } });
    const stack = await start(
      [
        refuse("medialive", "Create*", { name: "TooManyRequestsException", status: 429 }, 5),
        refuse("medialive", "Describe*", { name: "InternalServerErrorException", status: 500 }, 5),
        refuse("cloudfront", "*", { name: "ThrottlingException", status: 400 }, 10),
      ],
      spec,
    );
    expect(failures(await stack.apply())).toEqual([]);
    expect(actions(await stack.plan())).toEqual([]);
  });

  test("that cannot pass are not repeated", async () => {
    const stack = await start([
      refuse("cloudfront", "CreateDistributionWithTags", {
        name: "TooManyDistributions",
        status: 400,
      }),
    ]);
    expect(failures(await stack.apply())).toEqual([
      ["distribution", expect.objectContaining({ code: "AWS_QUOTA" })],
    ]);
    expect(stack.events.some(({ type }) => type === "step.retrying")).toBe(false);
  });
});

describe("a distribution", () => {
  test("is removed through every race that CloudFront is known for", async () => {
    const stack = await start();
    await stack.apply();
    stack.sandbox.setFaults([
      refuse("cloudfront", "UpdateDistribution", { name: "PreconditionFailed", status: 412 }, 2),
      refuse(
        "cloudfront",
        "DeleteDistribution",
        { name: "DistributionNotDisabled", status: 409 },
        2,
      ),
      refuse("cloudfront", "DeleteDistribution", { name: "PreconditionFailed", status: 412 }, 1),
      refuse("cloudfront", "DeleteFunction", { name: "FunctionInUse", status: 409 }, 2),
    ]);
    expect(failures(await stack.teardown())).toEqual([]);
    expect(awsKinds(stack.sandbox)).toEqual([]);
  });

  test("is repaired where somebody changed it, and keeps what only the user sets", async () => {
    const stack = await start();
    await stack.apply();
    const id = stack.resources().distribution?.ids["id"] ?? "";
    await stack.cloudfront.changeDistribution(callOptions, id, (config) => ({
      ...config,
      Enabled: false,
      DefaultRootObject: "index.html",
      CacheBehaviors: {
        Quantity: 2,
        Items: config.CacheBehaviors?.Items?.slice(1) ?? [],
      },
    }));
    const plan = await stack.plan();
    expect(actions(plan)).toEqual(["distribution update"]);
    expect(plan.steps.flatMap(({ reasons }) => reasons)).toEqual(
      expect.arrayContaining(["Enabled", "CacheBehaviors.Items[playlist.m3u8]"]),
    );
    expect(failures(await stack.apply())).toEqual([]);
    expect(actions(await stack.plan())).toEqual([]);
    const after = await stack.cloudfront.getDistribution(callOptions, id);
    expect(after?.config.DefaultRootObject).toBe("index.html");
    expect(after?.config.CacheBehaviors?.Items?.[0]?.PathPattern).toBe("playlist.m3u8");
  });

  test("is made anew after somebody deleted it, under a CallerReference of its own", async () => {
    const stack = await start();
    await stack.apply();
    const first = stack.resources().distribution;
    const id = first?.ids["id"] ?? "";
    await stack.cloudfront.changeDistribution(callOptions, id, (config) => ({
      ...config,
      Enabled: false,
    }));
    await waitDeployed(stack.cloudfront, effects(stack, "distribution"), { pollMs: 100 });
    const found = await stack.cloudfront.getDistribution(callOptions, id);
    expect(await stack.cloudfront.deleteDistribution(callOptions, id, found?.etag ?? "")).toBe(
      "removed",
    );
    expect(failures(await stack.apply())).toEqual([]);
    expect(stack.resources().distribution?.ids["id"]).not.toBe(id);
    expect(stack.resources().distribution?.token?.value).not.toBe(first?.token?.value);
  });

  test("that is a copy of ours made by hand is not taken for ours", async () => {
    const stack = await start();
    await stack.apply();
    const recorded = stack.resources().distribution;
    stack.forgetResources();
    await stack.applying.store.patch("distribution", {
      status: "creating",
      token: { value: "another-reference", bodyHash: recorded?.token?.bodyHash ?? "" },
    });
    expect((await stack.plan()).refusals.map(({ resource }) => resource)).toEqual(["distribution"]);
  });

  test("that is not waited for says how to finish, and a later run does", async () => {
    const stack = await start();
    await stack.apply();
    const { distributionResource } = await import("../../src/services/cloudfront/distribution.ts");
    const impatient = distributionResource(() => Promise.resolve(stack.cloudfront), {
      deadlineMs: 0,
    });
    const id = stack.resources().distribution?.ids["id"] ?? "";
    const found = await stack.cloudfront.getDistribution(callOptions, id);
    if (found === undefined) throw new Error("no distribution");
    await expect(impatient.remove(effects(stack, "distribution"), found)).rejects.toMatchObject({
      code: "WAIT_TIMED_OUT",
    });
    expect(failures(await stack.teardown())).toEqual([]);
    expect(awsKinds(stack.sandbox)).toEqual([]);
  });
});

test("a channel that somebody changed by hand is repaired, and tags alone stop nothing", async () => {
  const stack = await start();
  await stack.apply();
  const id = stack.resources().channel?.ids["id"] ?? "";
  const arn = stack.resources().channel?.ids["arn"] ?? "";
  await stack.medialive.setTags(callOptions, arn, { "live-origin:name": "renamed" });
  const tags = await stack.plan();
  expect(tags.steps.flatMap(({ reasons }) => reasons)).toEqual(["Tags.live-origin:name"]);
  expect(tags.steps.flatMap(({ calls }) => calls.map(({ operation }) => operation))).toEqual([
    "CreateTags",
  ]);
  expect(failures(await stack.apply())).toEqual([]);
  await stack.medialive.updateChannel(
    callOptions,
    { ChannelId: id, RoleArn: stack.resources().role?.ids["arn"] ?? "", LogLevel: "DEBUG" },
    { roleIsFresh: false },
  );
  expect((await stack.plan()).steps.flatMap(({ reasons }) => reasons)).toEqual(["LogLevel"]);
  expect(failures(await stack.apply())).toEqual([]);
  expect(actions(await stack.plan())).toEqual([]);
});

test("lost keys can be read back from where they are used", async () => {
  const stack = await start();
  await stack.apply();
  const channel = await stack.medialive.describeChannel(
    callOptions,
    stack.resources().channel?.ids["id"] ?? "",
  );
  const distribution = await stack.cloudfront.getDistribution(
    callOptions,
    stack.resources().distribution?.ids["id"] ?? "",
  );
  if (channel === undefined || distribution === undefined) throw new Error("nothing was made");
  expect(encoderKeyOf(channel)?.reveal()).toBe("eyJlbmNvZGVy");
  expect(playerKeyOf(distribution.config)?.reveal()).toBe("eyJwbGF5ZXI");
  expect(JSON.stringify([channel, distribution])).not.toMatch(/eyJ/);
});

function effects(stack: AwsStack, kind: "distribution") {
  const resource = stack.applying.resources.find((candidate) => candidate.kind === kind);
  if (resource === undefined) throw new Error(`no ${kind}`);
  return effectsOf(stack.applying, resource);
}
