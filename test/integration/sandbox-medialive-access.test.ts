import { CreateRoleCommand, DeleteRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  BatchDeleteCommand,
  BatchStartCommand,
  CreateChannelCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeChannelCommand,
  DescribeScheduleCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  ListInputsCommand,
  ListTagsForResourceCommand,
  paginateListInputs,
  StartChannelCommand,
} from "@aws-sdk/client-medialive";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  refusalOf,
  startAwsCloud,
  type AwsCloud,
  type AwsCloudOptions,
} from "./support/aws-cloud.ts";
import {
  channelRequest,
  makeChannel,
  makeInput,
  ROLE,
  ROLE_ARN,
} from "./support/medialive-stack.ts";

let open: AwsCloud[] = [];
afterEach(async () => {
  await Promise.all(open.map((cloud) => cloud.close()));
  open = [];
});
async function cloudOf(options: AwsCloudOptions = {}): Promise<AwsCloud> {
  const cloud = await startAwsCloud({ roles: [ROLE], ...options });
  open.push(cloud);
  return cloud;
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "medialive.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});
const PARAMETER = "/medialive/live-origin/show/abc";
const PARAMETER_ARN = `arn:aws:ssm:us-west-2:${ACCOUNT}:parameter${PARAMETER}`;

describe("the role of a channel", () => {
  it("cannot be assumed for a while after it was made", async () => {
    const cloud = await cloudOf({ latency: "realistic" });
    await cloud.iam.send(
      new CreateRoleCommand({ RoleName: "fresh", AssumeRolePolicyDocument: TRUST }),
    );
    const request = {
      ...channelRequest(await makeInput(cloud)),
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/fresh`,
    };
    const error = await refusalOf(cloud.medialive.send(new CreateChannelCommand(request)));
    expect(error.name).toBe("BadRequestException");
    expect(error.message).toContain(
      "Please make sure the role exists and medialive.amazonaws.com is a trusted service",
    );
    await cloud.clock.advance(10_000);
    const { Channel } = await cloud.medialive.send(new CreateChannelCommand(request));
    expect(Channel?.State).toBe("CREATING");
  });

  it("must trust MediaLive", async () => {
    const cloud = await cloudOf();
    const AssumeRolePolicyDocument = TRUST.replace("medialive.", "ec2.");
    await cloud.iam.send(new CreateRoleCommand({ RoleName: "wrong", AssumeRolePolicyDocument }));
    const error = await refusalOf(
      makeChannel(cloud, (same) => ({ ...same, RoleArn: `arn:aws:iam::${ACCOUNT}:role/wrong` })),
    );
    expect(error.name).toBe("BadRequestException");
  });

  it("must be one that the caller may pass: a missing iam:PassRole is a 422", async () => {
    const cloud = await cloudOf();
    cloud.restrict({ Statement: { Effect: "Allow", Action: "medialive:*", Resource: "*" } });
    const error = await refusalOf(makeChannel(cloud));
    expect(error.name).toBe("UnprocessableEntityException");
    expect(error.message).toContain('"iam:PassRole"');
  });
});

describe("a PasswordParam", () => {
  async function start(
    resource: string | undefined,
    { parameter = true }: { readonly parameter?: boolean } = {},
  ): Promise<{ cloud: AwsCloud; state: string | undefined; alerts: readonly string[] }> {
    const cloud = await cloudOf();
    if (resource !== undefined)
      await cloud.iam.send(
        new PutRolePolicyCommand({
          RoleName: "TestMediaLiveRole",
          PolicyName: "read",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["ssm:GetParameter"], Resource: resource }],
          }),
        }),
      );
    await cloud.ssm.send(
      new PutParameterCommand({ Name: PARAMETER, Value: "s3cret", Type: "SecureString" }),
    );
    if (!parameter) await cloud.ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
    const ChannelId = await makeChannel(cloud, (same) => ({
      ...same,
      Destinations: [
        {
          Id: "origin",
          Settings: [
            { Url: "http://127.0.0.1:9/a/b", Username: "momento", PasswordParam: PARAMETER },
          ],
        },
      ],
    }));
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    const { State } = await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }));
    const { Alerts } = await cloud.medialive.send(new ListAlertsCommand({ ChannelId }));
    return { cloud, state: State, alerts: Alerts?.map(({ Message }) => Message ?? "") ?? [] };
  }

  it("is read with the channel's role when it starts", async () => {
    const { cloud, state, alerts } = await start(PARAMETER_ARN);
    expect(state).toBe("RUNNING");
    expect(alerts).toEqual([]);
    expect(cloud.jobs[0]?.passwords).toEqual({ [PARAMETER]: "s3cret" });
  });

  it("sends the channel back to IDLE with an alert when the role may not read it", async () => {
    const { state, alerts } = await start(`${PARAMETER_ARN}-other`);
    expect(state).toBe("IDLE");
    expect(alerts.join()).toContain(`ssm:GetParameter on ${PARAMETER_ARN}`);
    expect((await start(undefined)).state).toBe("IDLE");
  });

  it("sends the channel back to IDLE with an alert when it is not there", async () => {
    const { state, alerts } = await start(PARAMETER_ARN, { parameter: false });
    expect(state).toBe("IDLE");
    expect(alerts).toEqual([`There is no parameter ${PARAMETER}.`]);
  });

  it("cannot be read once the role is gone", async () => {
    const cloud = await cloudOf();
    await cloud.iam.send(
      new CreateRoleCommand({ RoleName: "gone", AssumeRolePolicyDocument: TRUST }),
    );
    const ChannelId = await makeChannel(cloud, (same) => ({
      ...same,
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/gone`,
      Destinations: [
        {
          Id: "origin",
          Settings: [{ Url: "http://a/b", Username: "u", PasswordParam: PARAMETER }],
        },
      ],
    }));
    await cloud.iam.send(new DeleteRoleCommand({ RoleName: "gone" }));
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    const { State } = await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }));
    expect(State).toBe("IDLE");
  });
});

describe("a caller with a policy", () => {
  it("is refused by the action's name, on the resource's ARN", async () => {
    const cloud = await cloudOf();
    const ChannelId = await makeChannel(cloud);
    const Resource = `arn:aws:medialive:us-west-2:${ACCOUNT}:channel:${ChannelId}`;
    cloud.restrict({
      Statement: [
        { Effect: "Allow", Action: "medialive:Describe*", Resource },
        { Effect: "Deny", Action: "medialive:StartChannel", Resource: "*" },
      ],
    });
    const { Id } = await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }));
    expect(Id).toBe(ChannelId);
    const error = await refusalOf(cloud.medialive.send(new StartChannelCommand({ ChannelId })));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain(`medialive:StartChannel on resource: ${Resource}`);
  });

  it("needs medialive:CreateTags for tags at creation", async () => {
    const cloud = await cloudOf();
    cloud.restrict({
      Statement: {
        Effect: "Allow",
        Action: ["medialive:CreateInput", "medialive:CreateChannel", "iam:PassRole"],
        Resource: "*",
      },
    });
    expect(await makeChannel(cloud)).toMatch(/^\d{7}$/);
    const error = await refusalOf(makeChannel(cloud, (same) => ({ ...same, Tags: { a: "b" } })));
    expect(error.message).toContain("medialive:CreateTags");
  });
});

describe("tags", () => {
  it("are made, listed and deleted on a resource's ARN, in any state", async () => {
    const cloud = await cloudOf();
    const ChannelId = await makeChannel(cloud, (same) => ({ ...same, Tags: { a: "1" } }));
    const ResourceArn = `arn:aws:medialive:us-west-2:${ACCOUNT}:channel:${ChannelId}`;
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    await cloud.medialive.send(
      new CreateTagsCommand({ ResourceArn, Tags: { "live-origin:stack": "x y", a: "2" } }),
    );
    const list = async () =>
      (await cloud.medialive.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
    expect(await list()).toEqual({ "live-origin:stack": "x y", a: "2" });
    await cloud.medialive.send(
      new DeleteTagsCommand({ ResourceArn, TagKeys: ["live-origin:stack", "none"] }),
    );
    expect(await list()).toEqual({ a: "2" });
    const described = await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }));
    expect(described.Tags).toEqual({ a: "2" });
    expect(cloud.inventory().find(({ kind }) => kind === "channel")?.tags).toEqual({ a: "2" });
  });

  it("are refused beyond their limits, and on what is not there", async () => {
    const cloud = await cloudOf();
    const input = await makeInput(cloud);
    const tag = (Tags: Record<string, string>, id = input) =>
      refusalOf(
        cloud.medialive.send(
          new CreateTagsCommand({
            ResourceArn: `arn:aws:medialive:us-west-2:${ACCOUNT}:input:${id}`,
            Tags,
          }),
        ),
      );
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]));
    expect((await tag(many)).name).toBe("BadRequestException");
    expect((await tag({ ["k".repeat(129)]: "" })).name).toBe("BadRequestException");
    expect((await tag({ k: "v".repeat(257) })).name).toBe("BadRequestException");
    expect((await tag({ "aws:x": "" })).name).toBe("BadRequestException");
    expect((await tag({ k: "" }, "9999999")).name).toBe("NotFoundException");
  });
});

describe("lists and the rest", () => {
  it("gives every record once over all pages", async () => {
    const cloud = await cloudOf();
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.push(await makeInput(cloud, `in-${index}`));
    const seen: string[] = [];
    let pages = 0;
    for await (const page of paginateListInputs({ client: cloud.medialive, pageSize: 2 }, {})) {
      pages += 1;
      seen.push(...(page.Inputs ?? []).map(({ Id }) => Id ?? ""));
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(made);
    const bad = await refusalOf(cloud.medialive.send(new ListInputsCommand({ MaxResults: 0 })));
    expect(bad.name).toBe("BadRequestException");
  });

  it("lists channels without their encoder settings", async () => {
    const cloud = await cloudOf();
    await makeChannel(cloud);
    const [summary] = (await cloud.medialive.send(new ListChannelsCommand({}))).Channels ?? [];
    expect(summary).toMatchObject({ Name: "show", RoleArn: ROLE_ARN, PipelinesRunningCount: 0 });
    expect(summary).not.toHaveProperty("EncoderSettings");
  });

  it("answers a batch with what went through and what did not", async () => {
    const cloud = await cloudOf();
    const id = await makeChannel(cloud);
    const started = await cloud.medialive.send(
      new BatchStartCommand({ ChannelIds: [id, "7777777"] }),
    );
    expect(started.Successful).toMatchObject([{ Id: id, State: "STARTING" }]);
    expect(started.Failed).toMatchObject([{ Id: "7777777", Code: "NotFoundException" }]);
    const deleted = await cloud.medialive.send(new BatchDeleteCommand({ ChannelIds: [id] }));
    expect(deleted.Failed).toMatchObject([{ Id: id, Code: "ConflictException" }]);
  });

  it("says NotFoundException for a channel that never was", async () => {
    const cloud = await cloudOf();
    const error = await refusalOf(
      cloud.medialive.send(new DescribeChannelCommand({ ChannelId: "7777777" })),
    );
    expect(error.name).toBe("NotFoundException");
    expect(error["$metadata"]).toMatchObject({ httpStatusCode: 404 });
  });

  it("logs what it does not know, and answers as AWS does", async () => {
    const cloud = await cloudOf();
    const error = await refusalOf(
      cloud.medialive.send(new DescribeScheduleCommand({ ChannelId: "1234567" })),
    );
    expect(error["$metadata"]).toMatchObject({ httpStatusCode: 403 });
    expect(cloud.lines.at(-1)).toMatchObject({
      operation: "unknown",
      resource: "GET /prod/channels/1234567/schedule",
    });
  });

  it("throttles, loses answers and refuses as the faults say", async () => {
    const error = { name: "TooManyRequestsException", status: 429, message: "slow down" };
    const cloud = await cloudOf({
      faults: [
        { service: "medialive", operation: "ListInputs", effect: "refuse", times: 1, error },
        { service: "medialive", operation: "CreateInput", effect: "drop-after", times: 1 },
      ],
    });
    const refused = await refusalOf(cloud.medialive.send(new ListInputsCommand({})));
    expect(refused.name).toBe("TooManyRequestsException");
    await refusalOf(makeInput(cloud, "lost"));
    const { Inputs } = await cloud.medialive.send(new ListInputsCommand({}));
    expect(Inputs?.map(({ Name }) => Name)).toEqual(["lost"]);
  });
});
