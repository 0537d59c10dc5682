import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DeleteInputSecurityGroupCommand,
  DescribeChannelCommand,
  DescribeInputCommand,
  DescribeInputSecurityGroupCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  RestartChannelPipelinesCommand,
  StartChannelCommand,
  StopChannelCommand,
  UpdateInputSecurityGroupCommand,
} from "@aws-sdk/client-medialive";
import { afterEach, describe, expect, it } from "vitest";
import {
  refusalOf,
  startAwsCloud,
  type AwsCloud,
  type AwsCloudOptions,
} from "./support/aws-cloud.ts";
import { channelRequest, makeChannel, ROLE } from "./support/medialive-stack.ts";

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
async function stateOf(cloud: AwsCloud, ChannelId: string): Promise<string | undefined> {
  return (await cloud.medialive.send(new DescribeChannelCommand({ ChannelId }))).State;
}

describe("the life of a MediaLive stack", () => {
  it("goes through the documented states, each with its time, and stays describable as DELETED", async () => {
    const cloud = await cloudOf({ latency: "brief" });
    const { medialive, clock } = cloud;
    const { SecurityGroup } = await medialive.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: "203.0.113.0/24" }] }),
    );
    const groupId = SecurityGroup?.Id ?? "";
    const group = { InputSecurityGroupId: groupId };
    const groupState = async () =>
      (await medialive.send(new DescribeInputSecurityGroupCommand(group))).State;
    expect(SecurityGroup?.State).toBe("IDLE");

    const { Input } = await medialive.send(
      new CreateInputCommand({
        Name: "camera",
        Type: "RTMP_PUSH",
        InputSecurityGroups: [groupId],
        Destinations: [{ StreamName: "live/camera" }],
      }),
    );
    const InputId = Input?.Id ?? "";
    const inputState = async () =>
      (await medialive.send(new DescribeInputCommand({ InputId }))).State;
    expect(Input?.State).toBe("CREATING");
    expect(Input?.Destinations?.map(({ Url }) => Url)).toEqual([
      "rtmp://127.0.0.1:1935/live/camera",
    ]);
    expect(await groupState()).toBe("IN_USE");
    await clock.advance(500);
    expect(await inputState()).toBe("DETACHED");

    const made = await medialive.send(new CreateChannelCommand(channelRequest(InputId)));
    const ChannelId = made.Channel?.Id ?? "";
    expect(ChannelId).toMatch(/^\d{7}$/);
    expect(made.Channel?.State).toBe("CREATING");
    expect(made.Channel?.Arn).toBe(`arn:aws:medialive:us-west-2:123456789012:channel:${ChannelId}`);
    expect(await inputState()).toBe("ATTACHED");
    await clock.advance(1000);
    expect(await stateOf(cloud, ChannelId)).toBe("IDLE");

    const starting = await medialive.send(new StartChannelCommand({ ChannelId }));
    expect(starting.State).toBe("STARTING");
    expect(cloud.jobs).toHaveLength(0);
    await clock.advance(2000);
    const running = await medialive.send(new DescribeChannelCommand({ ChannelId }));
    expect(running.State).toBe("RUNNING");
    expect(running.PipelinesRunningCount).toBe(1);
    expect(running.PipelineDetails?.[0]?.ActiveInputAttachmentName).toBe("main");

    await medialive.send(new StopChannelCommand({ ChannelId }));
    expect(await stateOf(cloud, ChannelId)).toBe("STOPPING");
    expect(cloud.jobs[0]?.stopped).toBe(true);
    await clock.advance(1500);
    expect(await stateOf(cloud, ChannelId)).toBe("IDLE");

    expect((await medialive.send(new DeleteChannelCommand({ ChannelId }))).State).toBe("DELETING");
    expect((await refusalOf(medialive.send(new DeleteInputCommand({ InputId })))).name).toBe(
      "ConflictException",
    );
    await clock.advance(1000);
    expect(await stateOf(cloud, ChannelId)).toBe("DELETED");
    expect((await medialive.send(new ListChannelsCommand({}))).Channels).toEqual([]);
    expect(await inputState()).toBe("ATTACHED");
    await clock.advance(500);
    expect(await inputState()).toBe("DETACHED");

    await medialive.send(new DeleteInputCommand({ InputId }));
    expect(await inputState()).toBe("DELETING");
    await clock.advance(500);
    expect(await inputState()).toBe("DELETED");
    expect((await refusalOf(medialive.send(new DeleteInputSecurityGroupCommand(group)))).name).toBe(
      "BadRequestException",
    );
    await clock.advance(500);
    await medialive.send(new DeleteInputSecurityGroupCommand(group));
    expect(await groupState()).toBe("DELETED");
    expect(cloud.inventory().map(({ kind }) => kind)).toEqual(["role"]);
  });

  it("refuses by state with ConflictException", async () => {
    const cloud = await cloudOf();
    const ChannelId = await makeChannel(cloud);
    const conflict = async (command: Promise<unknown>) =>
      expect((await refusalOf(command)).name).toBe("ConflictException");
    await conflict(cloud.medialive.send(new StopChannelCommand({ ChannelId })));
    await conflict(cloud.medialive.send(new RestartChannelPipelinesCommand({ ChannelId })));
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    await conflict(cloud.medialive.send(new StartChannelCommand({ ChannelId })));
    const refused = await refusalOf(cloud.medialive.send(new DeleteChannelCommand({ ChannelId })));
    expect(refused.name).toBe("ConflictException");
    expect(refused.message).toContain("has not been stopped yet");
  });

  it("hands the encoder the body as sent, the inputs as described and the CIDRs as they are now", async () => {
    const cloud = await cloudOf();
    const { medialive } = cloud;
    const { SecurityGroup } = await medialive.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: "198.51.100.0/24" }] }),
    );
    const groupId = SecurityGroup?.Id ?? "";
    const { Input } = await medialive.send(
      new CreateInputCommand({ Name: "rtp", Type: "RTP_PUSH", InputSecurityGroups: [groupId] }),
    );
    const made = await medialive.send(new CreateChannelCommand(channelRequest(Input?.Id ?? "")));
    const ChannelId = made.Channel?.Id ?? "";
    await medialive.send(new StartChannelCommand({ ChannelId }));
    const [job] = cloud.jobs;
    expect(job?.channel).toMatchObject({
      name: "show",
      encoderSettings: {
        outputGroups: [{ outputs: [{ outputName: "one" }, { outputName: "two" }] }],
      },
    });
    expect(JSON.stringify(job?.channel)).not.toContain("codecSpecification");
    expect(job?.inputs).toMatchObject([
      { id: Input?.Id, type: "RTP_PUSH", inputClass: "STANDARD" },
    ]);
    expect(job?.securityGroupCidrs()).toEqual(["198.51.100.0/24"]);
    await medialive.send(
      new UpdateInputSecurityGroupCommand({
        InputSecurityGroupId: groupId,
        WhitelistRules: [{ Cidr: "192.0.2.1/32" }],
      }),
    );
    expect(job?.securityGroupCidrs()).toEqual(["192.0.2.1/32"]);
  });

  it("lists what the encoder alerts, until it is cleared or the channel stops", async () => {
    const cloud = await cloudOf();
    const ChannelId = await makeChannel(cloud);
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    const alerts = async (StateFilter?: string) =>
      (
        await cloud.medialive.send(
          new ListAlertsCommand({
            ChannelId,
            ...(StateFilter === undefined ? {} : { StateFilter }),
          }),
        )
      ).Alerts?.map(({ AlertType, State }) => `${AlertType} ${State}`);
    cloud.jobs[0]?.alert("Input Loss", "no video");
    cloud.jobs[0]?.alert("Destination Refused", "401");
    expect(await alerts()).toEqual(["Destination Refused SET", "Input Loss SET"]);
    cloud.jobs[0]?.alert("Input Loss", undefined);
    expect(await alerts()).toEqual(["Destination Refused SET"]);
    expect(await alerts("CLEARED")).toEqual(["Input Loss CLEARED"]);
    await cloud.medialive.send(new StopChannelCommand({ ChannelId }));
    expect(await alerts()).toEqual([]);
    expect(await alerts("ALL")).toHaveLength(2);
  });

  it("restarts the pipelines with a new run of the encoder", async () => {
    const cloud = await cloudOf({ latency: "brief" });
    const ChannelId = await makeChannel(cloud);
    await cloud.clock.advance(1000);
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    await cloud.clock.advance(2000);
    await cloud.medialive.send(new RestartChannelPipelinesCommand({ ChannelId }));
    expect(await stateOf(cloud, ChannelId)).toBe("RECOVERING");
    await cloud.clock.advance(2000);
    expect(await stateOf(cloud, ChannelId)).toBe("RUNNING");
    expect(cloud.jobs.map(({ stopped }) => stopped)).toEqual([true, false]);
  });

  it("ends in CREATE_FAILED or falls back to IDLE when a fault says so", async () => {
    const cloud = await cloudOf({
      faults: [
        {
          service: "medialive",
          operation: "CreateChannel",
          effect: "transition",
          times: 1,
          to: "CREATE_FAILED",
        },
        {
          service: "medialive",
          operation: "StartChannel",
          effect: "transition",
          times: 1,
          to: "IDLE",
        },
      ],
    });
    const failed = await makeChannel(cloud);
    expect(await stateOf(cloud, failed)).toBe("CREATE_FAILED");
    await cloud.medialive.send(new DeleteChannelCommand({ ChannelId: failed }));
    const ChannelId = await makeChannel(cloud);
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    expect(await stateOf(cloud, ChannelId)).toBe("IDLE");
    const { Alerts } = await cloud.medialive.send(new ListAlertsCommand({ ChannelId }));
    expect(Alerts?.[0]?.State).toBe("SET");
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    expect(await stateOf(cloud, ChannelId)).toBe("RUNNING");
  });

  it("falls back to IDLE with an alert when the encoder cannot start", async () => {
    const cloud = await cloudOf({ encoderFails: true });
    const ChannelId = await makeChannel(cloud);
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    expect(await stateOf(cloud, ChannelId)).toBe("IDLE");
    const { Alerts } = await cloud.medialive.send(new ListAlertsCommand({ ChannelId }));
    expect(Alerts?.map(({ Message }) => Message)).toEqual(["no picture"]);
  });

  it("stops every encoder when the sandbox closes", async () => {
    const cloud = await startAwsCloud({ roles: [ROLE] });
    const ChannelId = await makeChannel(cloud);
    await cloud.medialive.send(new StartChannelCommand({ ChannelId }));
    await cloud.close();
    expect(cloud.jobs.map(({ stopped }) => stopped)).toEqual([true]);
  });

  it("keeps the regions apart", async () => {
    const cloud = await cloudOf();
    await makeChannel(cloud);
    const elsewhere = cloud.medialiveIn("eu-central-1");
    expect((await elsewhere.send(new ListChannelsCommand({}))).Channels).toEqual([]);
    elsewhere.destroy();
  });
});
