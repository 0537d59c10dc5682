import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  MediaLiveClient,
  UpdateChannelCommand,
  UpdateInputSecurityGroupCommand,
} from "@aws-sdk/client-medialive";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

const INIT = ["init", "--input", "rtmp-push", "--cidr", "203.0.113.7/32"];
const credentials = { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" };

type Planned = {
  readonly steps: readonly {
    readonly resource: string;
    readonly action: string;
    readonly reasons: readonly string[];
  }[];
};

describe("what was changed by hand", () => {
  let bed: StackBed;
  let medialive: MediaLiveClient;
  let cloudfront: CloudFrontClient;
  let iam: IAMClient;
  beforeAll(async () => {
    bed = await openStackBed({ haste: 20 });
    const { endpoints } = bed.sandbox;
    const common = { region: "us-west-2", credentials };
    medialive = new MediaLiveClient({ ...common, endpoint: endpoints.medialive });
    cloudfront = new CloudFrontClient({ ...common, endpoint: endpoints.cloudfront });
    iam = new IAMClient({ ...common, endpoint: endpoints.iam });
    const made = await bed.run([...INIT, "--yes"]);
    expect(made.code, made.stderr).toBe(0);
  });
  afterAll(() => bed.close());

  async function plan(): Promise<Planned["steps"]> {
    bed.calls.length = 0;
    const run = await bed.run([...INIT, "--dry-run", "--json"]);
    expect(run.code, run.stderr).toBe(0);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
    return (JSON.parse(run.stdout) as Planned).steps;
  }

  async function idOf(kind: string, member = "id"): Promise<string> {
    return (await bed.state()).resources[kind]?.ids[member] ?? "";
  }

  async function changeDistribution(change: (config: DistributionConfig) => DistributionConfig) {
    const Id = await idOf("distribution");
    const { ETag, DistributionConfig: config } = await cloudfront.send(
      new GetDistributionConfigCommand({ Id }),
    );
    if (config === undefined) throw new Error("no config");
    await cloudfront.send(
      new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: change(config) }),
    );
  }

  test("nothing changed: the plan keeps everything and says so, without one write", async () => {
    expect((await plan()).filter(({ action }) => action !== "keep")).toEqual([]);
    const dry = await bed.run([...INIT, "--dry-run"]);
    expect(dry.stdout).toContain("nothing to do");
    const run = await bed.run([...INIT, "--yes"]);
    expect(run.stderr).toContain("nothing to do");
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  });

  const CHANGES: Readonly<
    Record<string, { resource: string; reason: RegExp; make: () => Promise<unknown> }>
  > = {
    "the channel's name": {
      resource: "channel",
      reason: /^Name/,
      make: async () =>
        medialive.send(
          new UpdateChannelCommand({ ChannelId: await idOf("channel"), Name: "mine" }),
        ),
    },
    "a tag of the channel": {
      resource: "channel",
      reason: /live-origin:name/,
      make: async () =>
        medialive.send(
          new DeleteTagsCommand({
            ResourceArn: await idOf("channel", "arn"),
            TagKeys: ["live-origin:name"],
          }),
        ),
    },
    "the stack tag of the input": {
      resource: "input",
      reason: /live-origin:stack/,
      make: async () =>
        medialive.send(
          new DeleteTagsCommand({
            ResourceArn: await idOf("input", "arn"),
            TagKeys: ["live-origin:stack"],
          }),
        ),
    },
    "the group's rules": {
      resource: "inputSecurityGroup",
      reason: /WhitelistRules/,
      make: async () =>
        medialive.send(
          new UpdateInputSecurityGroupCommand({
            InputSecurityGroupId: await idOf("inputSecurityGroup"),
            WhitelistRules: [{ Cidr: "198.51.100.0/24" }],
          }),
        ),
    },
    "the distribution's switch": {
      resource: "distribution",
      reason: /Enabled/,
      make: () => changeDistribution((config) => ({ ...config, Enabled: false })),
    },
    "the time that errors are kept": {
      resource: "distribution",
      reason: /CustomErrorResponses/,
      make: () =>
        changeDistribution((config) => ({ ...config, CustomErrorResponses: { Quantity: 0 } })),
    },
    "who may assume the role": {
      resource: "role",
      reason: /AssumeRolePolicyDocument/,
      make: async () =>
        iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: await idOf("role", "name"),
            PolicyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "ec2.amazonaws.com" },
                  Action: "sts:AssumeRole",
                },
              ],
            }),
          }),
        ),
    },
  };

  test.each(Object.entries(CHANGES))(
    "%s: the plan shows it, init repairs it and nothing else",
    async (_what, { resource, reason, make }) => {
      await make();
      const steps = await plan();
      const changed = steps.filter(({ action }) => action !== "keep");
      expect(changed).toEqual([expect.objectContaining({ resource, action: "update" })]);
      expect(changed[0]?.reasons.join()).toMatch(reason);
      const repaired = await bed.run([...INIT, "--yes"]);
      expect(repaired.code, repaired.stderr).toBe(0);
      expect((await plan()).filter(({ action }) => action !== "keep")).toEqual([]);
    },
  );

  test("a tag of somebody else is no drift", async () => {
    await medialive.send(
      new CreateTagsCommand({
        ResourceArn: await idOf("channel", "arn"),
        Tags: { team: "sports" },
      }),
    );
    expect((await plan()).filter(({ action }) => action !== "keep")).toEqual([]);
  });
});

test("another type of input is a new input: the channel gets it, the old one goes with its group", async () => {
  const bed = await openStackBed({ haste: 20 });
  try {
    const made = await bed.run([...INIT, "--yes"]);
    expect(made.code, made.stderr).toBe(0);
    const before = (await bed.state()).resources["input"]?.ids["id"];
    const pulled = ["--input", "mp4-file", "--input-url", "https://example.com/show.mp4"];
    const changed = await bed.run(["init", ...pulled, "--yes", "--replace-input"]);
    expect(changed.code, changed.stderr).toBe(0);
    const after = (await bed.state()).resources["input"]?.ids["id"];
    expect(after).not.toBe(before);
    const inputs = bed.inventory().filter(({ kind }) => kind.startsWith("input"));
    expect(inputs.map(({ kind, id, status }) => [kind, id, status])).toEqual([
      ["input", after, "ATTACHED"],
    ]);
    const removed = await bed.run(["teardown", "--confirm", "live-origin"]);
    expect(removed.code, removed.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  } finally {
    await bed.close();
  }
});
