import {
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteInputSecurityGroupCommand,
  DescribeInputSecurityGroupCommand,
  StartChannelCommand,
  CreateChannelCommand,
  UpdateInputCommand,
  UpdateInputSecurityGroupCommand,
  type CreateInputCommandInput,
  type CreateInputSecurityGroupCommandInput,
} from "@aws-sdk/client-medialive";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refusalOf, startAwsCloud, type AwsCloud } from "./support/aws-cloud.ts";
import { channelRequest, makeInput, ROLE } from "./support/medialive-stack.ts";

let cloud: AwsCloud;
let groupId: string;
beforeEach(async () => {
  cloud = await startAwsCloud({ roles: [ROLE], medialive: { rtmpPort: () => 2935 } });
  groupId = await makeGroup(["203.0.113.0/24"]);
});
afterEach(() => cloud.close());

async function makeGroup(cidrs: readonly string[]): Promise<string> {
  const { SecurityGroup } = await cloud.medialive.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: cidrs.map((Cidr) => ({ Cidr })) }),
  );
  return SecurityGroup?.Id ?? "";
}
const make = async (input: CreateInputCommandInput) =>
  (await cloud.medialive.send(new CreateInputCommand({ Name: "in", ...input }))).Input;

describe("CreateInput", () => {
  it("gives an RTMP push one URL for each stream name, at the sandbox's own port", async () => {
    const one = await make({
      Type: "RTMP_PUSH",
      InputSecurityGroups: [groupId],
      Destinations: [{ StreamName: "live/a" }],
    });
    expect(one?.InputClass).toBe("SINGLE_PIPELINE");
    expect(one?.Destinations).toEqual([
      { Ip: "127.0.0.1", Port: "2935", Url: "rtmp://127.0.0.1:2935/live/a" },
    ]);
    const two = await make({
      Type: "RTMP_PUSH",
      InputSecurityGroups: [groupId],
      Destinations: [{ StreamName: "live/a" }, { StreamName: "live/b" }],
    });
    expect(two?.InputClass).toBe("STANDARD");
  });

  it("gives an RTP push two endpoints and the class STANDARD, whatever is asked", async () => {
    const input = await make({ Type: "RTP_PUSH", InputSecurityGroups: [groupId] });
    expect(input?.InputClass).toBe("STANDARD");
    const urls = input?.Destinations?.map(({ Url }) => Url) ?? [];
    expect(urls).toHaveLength(2);
    expect(new Set(urls).size).toBe(2);
    for (const url of urls) expect(url).toMatch(/^rtp:\/\/127\.0\.0\.1:\d+$/);
  });

  it("derives the class of a pull from its sources, and shows an SRT caller as it was made", async () => {
    const Url = "https://example.com/a.m3u8";
    expect((await make({ Type: "URL_PULL", Sources: [{ Url }] }))?.InputClass).toBe(
      "SINGLE_PIPELINE",
    );
    expect((await make({ Type: "URL_PULL", Sources: [{ Url }, { Url }] }))?.InputClass).toBe(
      "STANDARD",
    );
    const SrtCallerSources = [
      {
        SrtListenerAddress: "198.51.100.7",
        SrtListenerPort: "9000",
        MinimumLatency: 2000,
        StreamId: "s",
      },
    ];
    const srt = await make({ Type: "SRT_CALLER", SrtSettings: { SrtCallerSources } });
    expect(srt?.SrtSettings?.SrtCallerSources).toEqual(SrtCallerSources);
    expect(srt?.Destinations).toEqual([]);
  });

  const near: readonly (readonly [string, string, CreateInputCommandInput])[] = [
    ["no type", "type", {}],
    ["no name", "name", { Name: "", Type: "MP4_FILE", Sources: [{ Url: "https://a/b" }] }],
    ["a push without a security group", "security group", { Type: "RTP_PUSH" }],
    [
      "a group that is not there",
      "does not exist",
      { Type: "RTP_PUSH", InputSecurityGroups: ["1"] },
    ],
    ["no source", "sources", { Type: "MP4_FILE" }],
    ["an empty URL", "Invalid URL ()", { Type: "URL_PULL", Sources: [{ Url: "" }] }],
    [
      "an SRT port out of range",
      "srtListenerPort",
      {
        Type: "SRT_CALLER",
        SrtSettings: { SrtCallerSources: [{ SrtListenerAddress: "a", SrtListenerPort: "70000" }] },
      },
    ],
    [
      "an SRT latency of 100 ms",
      "minimumLatency",
      {
        Type: "SRT_CALLER",
        SrtSettings: {
          SrtCallerSources: [
            { SrtListenerAddress: "a", SrtListenerPort: "9000", MinimumLatency: 100 },
          ],
        },
      },
    ],
  ];
  it.each(near)("refuses %s with BadRequestException", async (_what, seen, input) => {
    const error = await refusalOf(make(input));
    expect(error.name).toBe("BadRequestException");
    expect(error.message).toContain(seen);
  });

  it("refuses a stream name without an instance, and the same one twice", async () => {
    const push = (names: readonly string[]) =>
      make({
        Type: "RTMP_PUSH",
        InputSecurityGroups: [groupId],
        Destinations: names.map((StreamName) => ({ StreamName })),
      });
    expect((await refusalOf(push(["live"]))).message).toContain(
      "applicationName/applicationInstance",
    );
    expect((await refusalOf(push(["live/a", "live/a"]))).message).toContain("must differ");
  });

  it("makes one input for one RequestId", async () => {
    const request: CreateInputCommandInput = {
      Type: "RTP_PUSH",
      InputSecurityGroups: [groupId],
      RequestId: "r",
    };
    const first = await make(request);
    expect((await make(request))?.Id).toBe(first?.Id);
    expect((await refusalOf(make({ ...request, Name: "other" }))).name).toBe("BadRequestException");
  });

  it("stops at the quotas of five push inputs and five security groups", async () => {
    for (let made = 0; made < 5; made += 1)
      await make({ Type: "RTP_PUSH", InputSecurityGroups: [groupId] });
    const sixth = await refusalOf(make({ Type: "RTP_PUSH", InputSecurityGroups: [groupId] }));
    expect(sixth.name).toBe("TooManyRequestsException");
    expect(await makeInput(cloud)).toMatch(/^\d{7}$/);
    for (let made = 1; made < 5; made += 1) await makeGroup(["192.0.2.0/24"]);
    expect((await refusalOf(makeGroup(["192.0.2.0/24"]))).name).toBe("TooManyRequestsException");
  });
});

describe("UpdateInput", () => {
  it("changes the URL of an idle channel's input and refuses while the channel runs", async () => {
    const InputId = await makeInput(cloud);
    const update = (Url: string) =>
      cloud.medialive.send(new UpdateInputCommand({ InputId, Sources: [{ Url }] }));
    expect((await update("https://a/next.mp4")).Input?.Sources?.[0]?.Url).toBe(
      "https://a/next.mp4",
    );
    const { Channel } = await cloud.medialive.send(
      new CreateChannelCommand(channelRequest(InputId)),
    );
    await cloud.medialive.send(new StartChannelCommand({ ChannelId: Channel?.Id ?? "" }));
    expect((await refusalOf(update("https://a/third.mp4"))).name).toBe("ConflictException");
  });

  it("swaps the security group, and the one before becomes IDLE", async () => {
    const input = await make({ Type: "RTP_PUSH", InputSecurityGroups: [groupId] });
    const next = await makeGroup(["192.0.2.0/24"]);
    await cloud.medialive.send(
      new UpdateInputCommand({ InputId: input?.Id ?? "", InputSecurityGroups: [next] }),
    );
    const stateOf = async (InputSecurityGroupId: string) =>
      (await cloud.medialive.send(new DescribeInputSecurityGroupCommand({ InputSecurityGroupId })))
        .State;
    expect([await stateOf(groupId), await stateOf(next)]).toEqual(["IDLE", "IN_USE"]);
  });
});

describe("an input security group", () => {
  const tooMany = Array.from({ length: 11 }, (_, index) => ({ Cidr: `192.0.2.${index}/32` }));
  const near: readonly (readonly [string, string, CreateInputSecurityGroupCommandInput])[] = [
    ["no rule", "Must specify at least one whitelist", {}],
    ["eleven rules", "at most 10", { WhitelistRules: tooMany }],
    ["an address without a mask", "Invalid CIDR", { WhitelistRules: [{ Cidr: "192.0.2.1" }] }],
    ["a mask of 33", "Invalid CIDR", { WhitelistRules: [{ Cidr: "192.0.2.1/33" }] }],
    ["an IPv6 block", "Invalid CIDR", { WhitelistRules: [{ Cidr: "2001:db8::/32" }] }],
  ];
  it.each(near)("is refused with %s", async (_what, seen, body) => {
    const error = await refusalOf(cloud.medialive.send(new CreateInputSecurityGroupCommand(body)));
    expect(error.name).toBe("BadRequestException");
    expect(error.message).toContain(seen);
  });

  it("is edited while in use, and not deleted while in use", async () => {
    await make({ Type: "RTP_PUSH", InputSecurityGroups: [groupId] });
    const { SecurityGroup } = await cloud.medialive.send(
      new UpdateInputSecurityGroupCommand({
        InputSecurityGroupId: groupId,
        WhitelistRules: [{ Cidr: "0.0.0.0/0" }],
      }),
    );
    expect(SecurityGroup).toMatchObject({
      State: "UPDATING",
      WhitelistRules: [{ Cidr: "0.0.0.0/0" }],
    });
    const error = await refusalOf(
      cloud.medialive.send(new DeleteInputSecurityGroupCommand({ InputSecurityGroupId: groupId })),
    );
    expect(error.name).toBe("BadRequestException");
    expect(error.message).toContain("still being used by inputs");
  });
});
