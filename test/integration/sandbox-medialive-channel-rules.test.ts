import {
  CreateChannelCommand,
  DescribeChannelCommand,
  UpdateChannelCommand,
  type CreateChannelCommandInput,
} from "@aws-sdk/client-medialive";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, refusalOf, startAwsCloud, type AwsCloud } from "./support/aws-cloud.ts";
import {
  channelRequest,
  makeChannel,
  makeInput,
  ROLE,
  ROLE_ARN,
} from "./support/medialive-stack.ts";

/** A request as JSON, so that a near miss is one assignment away. */
type Loose = { [name: string]: Loose } & Loose[];

type NearMiss = readonly [
  what: string,
  name: string,
  seen: string,
  spoil: (request: Loose) => void,
];

const BAD = "BadRequestException";
const UNPROCESSABLE = "UnprocessableEntityException";
const encoder = (request: Loose): Loose => request["EncoderSettings"] as Loose;
const group = (request: Loose): Loose => encoder(request)["OutputGroups"]?.[0] as Loose;
const hls = (request: Loose): Loose =>
  group(request)["OutputGroupSettings"]?.["HlsGroupSettings"] as Loose;
const output = (request: Loose, index = 0): Loose => group(request)["Outputs"]?.[index] as Loose;
const h264 = (request: Loose): Loose =>
  encoder(request)["VideoDescriptions"]?.[0]?.["CodecSettings"]?.["H264Settings"] as Loose;
const set = (target: Loose, members: Record<string, unknown>): void => {
  Object.assign(target, members);
};
const drop = (target: Loose, member: string): void => {
  delete (target as Record<string, unknown>)[member];
};

const aac = (members: Record<string, unknown>) => (request: Loose) => {
  for (const one of encoder(request)["AudioDescriptions"] ?? [])
    set(one, { CodecSettings: { AacSettings: members } });
};

const NEAR_MISSES: readonly NearMiss[] = [
  ["a sample rate of 12,345 Hz", UNPROCESSABLE, "sampleRate", aac({ SampleRate: 12_345 })],
  ["stereo AAC of 63 kbps", UNPROCESSABLE, "bitrate", aac({ Bitrate: 63_999 })],
  ["192 kbps at 24 kHz", UNPROCESSABLE, "bitrate", aac({ Bitrate: 192_000, SampleRate: 24_000 })],
  ["HE-AAC of 192 kbps", UNPROCESSABLE, "bitrate", aac({ Bitrate: 192_000, Profile: "HEV1" })],
  [
    "HE-AACv2 in mono",
    UNPROCESSABLE,
    "aacSettings",
    aac({ Profile: "HEV2", CodingMode: "CODING_MODE_1_0" }),
  ],
  [
    "no name modifier",
    UNPROCESSABLE,
    "nameModifier",
    (r) => drop(output(r)["OutputSettings"]?.["HlsOutputSettings"] as Loose, "NameModifier"),
  ],
  [
    "a destination without a base file name",
    UNPROCESSABLE,
    "destinations[0].settings[0].url",
    (r) =>
      set(r["Destinations"]?.[0] as Loose, { Settings: [{ Url: "http://127.0.0.1:1/cache/c/" }] }),
  ],
  ["no name", BAD, "name", (r) => drop(r, "Name")],
  ["no encoder settings", BAD, "encoderSettings", (r) => drop(r, "EncoderSettings")],
  ["no input specification", BAD, "inputSpecification", (r) => drop(r, "InputSpecification")],
  ["no timecode source", BAD, "timecodeConfig", (r) => drop(encoder(r), "TimecodeConfig")],
  ["an unknown class", BAD, "channelClass", (r) => set(r, { ChannelClass: "DOUBLE" })],
  ["an unknown profile", BAD, "profile", (r) => set(h264(r), { Profile: "EXTENDED" })],
  ["a fractional segment length", BAD, "segmentLength", (r) => set(hls(r), { SegmentLength: 2.5 })],
  [
    "no M3u8Settings",
    BAD,
    "m3u8Settings",
    (r) => {
      set(output(r), {
        OutputSettings: {
          HlsOutputSettings: { NameModifier: "_x", HlsSettings: { StandardHlsSettings: {} } },
        },
      });
    },
  ],
  [
    "an empty list of MediaPackage settings",
    BAD,
    "Exactly one of settings",
    (r) => {
      set(r["Destinations"]?.[0] as Loose, { MediaPackageSettings: [] });
    },
  ],
  [
    "a destination without settings",
    BAD,
    "Exactly one of settings",
    (r) => {
      set(r, { Destinations: [{ Id: "origin" }] });
    },
  ],
  [
    "an input that is not there",
    BAD,
    "9999999",
    (r) => set(r, { InputAttachments: [{ InputId: "9999999" }] }),
  ],
  [
    "a role that is not there",
    BAD,
    "Please make sure the role exists",
    (r) => {
      set(r, { RoleArn: `arn:aws:iam::${ACCOUNT}:role/Nobody` });
    },
  ],
  [
    "a role that is not an ARN",
    BAD,
    "Invalid role",
    (r) => set(r, { RoleArn: "TestMediaLiveRole" }),
  ],
  [
    "a segment length of 0",
    UNPROCESSABLE,
    "segmentLength",
    (r) => set(hls(r), { SegmentLength: 0 }),
  ],
  ["a window of 2", UNPROCESSABLE, "indexNSegments", (r) => set(hls(r), { IndexNSegments: 2 })],
  [
    "as many kept as listed",
    UNPROCESSABLE,
    "keepSegments",
    (r) => set(hls(r), { KeepSegments: 50 }),
  ],
  [
    "a filecache of 601 s",
    UNPROCESSABLE,
    "filecacheDuration",
    (r) => {
      set(hls(r), { HlsCdnSettings: { HlsAkamaiSettings: { FilecacheDuration: 601 } } });
    },
  ],
  [
    "a restart delay of 16 s",
    UNPROCESSABLE,
    "restartDelay",
    (r) => {
      set(hls(r), { HlsCdnSettings: { HlsBasicPutSettings: { RestartDelay: 16 } } });
    },
  ],
  [
    "two CDN settings",
    UNPROCESSABLE,
    "hlsCdnSettings",
    (r) => {
      set(hls(r), { HlsCdnSettings: { HlsBasicPutSettings: {}, HlsAkamaiSettings: {} } });
    },
  ],
  ["a bitrate below 1000", UNPROCESSABLE, "bitrate", (r) => set(h264(r), { Bitrate: 999 })],
  ["CBR without a bitrate", UNPROCESSABLE, "bitrate", (r) => drop(h264(r), "Bitrate")],
  [
    "QVBR without a maximum",
    UNPROCESSABLE,
    "maxBitrate",
    (r) => set(h264(r), { RateControlMode: "QVBR" }),
  ],
  [
    "VBR with a maximum below its bitrate",
    UNPROCESSABLE,
    "maxBitrate",
    (r) => {
      set(h264(r), { RateControlMode: "VBR", MaxBitrate: 1_000_000 });
    },
  ],
  ["a GOP of 0 s", UNPROCESSABLE, "gopSize", (r) => set(h264(r), { GopSize: 0 })],
  [
    "a GOP of 1.5 frames",
    UNPROCESSABLE,
    "gopSize",
    (r) => set(h264(r), { GopSize: 1.5, GopSizeUnits: "FRAMES" }),
  ],
  [
    "a frame rate without its denominator",
    UNPROCESSABLE,
    "framerateDenominator",
    (r) => drop(h264(r), "FramerateDenominator"),
  ],
  [
    "a pixel aspect without numbers",
    UNPROCESSABLE,
    "parNumerator",
    (r) => set(h264(r), { ParControl: "SPECIFIED" }),
  ],
  [
    "an odd width",
    UNPROCESSABLE,
    "videoDescriptions[0].width",
    (r) => {
      set(encoder(r)["VideoDescriptions"]?.[0] as Loose, { Width: 641 });
    },
  ],
  [
    "a height without a width",
    UNPROCESSABLE,
    "width and height",
    (r) => {
      drop(encoder(r)["VideoDescriptions"]?.[0] as Loose, "Width");
    },
  ],
  [
    "two URLs for one pipeline",
    UNPROCESSABLE,
    "destinations[0].settings",
    (r) => {
      set(r["Destinations"]?.[0] as Loose, {
        Settings: [{ Url: "http://a/b" }, { Url: "http://a/c" }],
      });
    },
  ],
  [
    "one URL for two pipelines",
    UNPROCESSABLE,
    "destinations[0].settings",
    (r) => drop(r, "ChannelClass"),
  ],
  [
    "a URL without a path",
    UNPROCESSABLE,
    "Locations should be of the form",
    (r) => {
      set(r["Destinations"]?.[0] as Loose, { Settings: [{ Url: "https://example.com" }] });
    },
  ],
  [
    "a user name without a password",
    UNPROCESSABLE,
    "passwordParam",
    (r) => {
      set(r["Destinations"]?.[0] as Loose, {
        Settings: [{ Url: "http://a/b", Username: "momento" }],
      });
    },
  ],
  [
    "an undefined destination",
    UNPROCESSABLE,
    'undefined destination "elsewhere"',
    (r) => {
      set(hls(r), { Destination: { DestinationRefId: "elsewhere" } });
    },
  ],
  [
    "an unused audio description",
    UNPROCESSABLE,
    'audioDescriptions[1] Audio description "a2" is not referenced by any output',
    (r) => {
      set(output(r, 1), { AudioDescriptionNames: ["a1"] });
    },
  ],
  [
    "an unused video description",
    UNPROCESSABLE,
    '"v2" is not referenced',
    (r) => set(output(r, 1), { VideoDescriptionName: "v1" }),
  ],
  [
    "an undefined video description",
    UNPROCESSABLE,
    'undefined video description "v9"',
    (r) => {
      set(output(r), { VideoDescriptionName: "v9" });
    },
  ],
  [
    "an undefined audio selector",
    UNPROCESSABLE,
    'undefined audio selector "stage"',
    (r) => {
      set(encoder(r)["AudioDescriptions"]?.[0] as Loose, { AudioSelectorName: "stage" });
    },
  ],
  [
    "a name modifier twice",
    UNPROCESSABLE,
    'Name modifier "_one" is not unique',
    (r) => {
      set(output(r, 1)["OutputSettings"]?.["HlsOutputSettings"] as Loose, { NameModifier: "_one" });
    },
  ],
  [
    "an output name twice",
    UNPROCESSABLE,
    'Output name "one" is not unique',
    (r) => set(output(r, 1), { OutputName: "one" }),
  ],
  [
    "an output name with a space",
    UNPROCESSABLE,
    "outputName",
    (r) => set(output(r), { OutputName: "one two" }),
  ],
  [
    "a group name of 33 characters",
    UNPROCESSABLE,
    "outputGroups[0].name",
    (r) => set(group(r), { Name: "x".repeat(33) }),
  ],
  ["no outputs", UNPROCESSABLE, "at least one output", (r) => set(group(r), { Outputs: [] })],
  ["no input", UNPROCESSABLE, "inputAttachments", (r) => set(r, { InputAttachments: [] })],
  [
    "two codecs",
    UNPROCESSABLE,
    "exactly one codec",
    (r) => {
      set(encoder(r)["VideoDescriptions"]?.[0]?.["CodecSettings"] as Loose, { Mpeg2Settings: {} });
    },
  ],
  [
    "what the sandbox cannot do",
    UNPROCESSABLE,
    "this sandbox does not emulate encryption",
    (r) => {
      set(hls(r), { EncryptionType: "AES128" });
    },
  ],
];

describe("CreateChannel", () => {
  let cloud: AwsCloud;
  let input: string;
  beforeAll(async () => {
    cloud = await startAwsCloud({ roles: [ROLE] });
    input = await makeInput(cloud);
  });
  afterAll(() => cloud.close());

  it.each(NEAR_MISSES)("refuses %s with %s", async (_what, name, seen, spoil) => {
    const request = channelRequest(input) as unknown as Loose;
    spoil(request);
    const error = await refusalOf(
      cloud.medialive.send(
        new CreateChannelCommand(request as unknown as CreateChannelCommandInput),
      ),
    );
    expect(`${error.name}: ${error.message}`).toContain(seen);
    expect(error.name).toBe(name);
    expect(cloud.inventory().filter(({ kind }) => kind === "channel")).toEqual([]);
  });

  it("lists every fault of a 422 in ValidationErrors", async () => {
    const request = channelRequest(input) as unknown as Loose;
    set(h264(request), { GopSize: 0, RateControlMode: "QVBR" });
    set(hls(request), { KeepSegments: 50 });
    const error = await refusalOf(
      cloud.medialive.send(
        new CreateChannelCommand(request as unknown as CreateChannelCommandInput),
      ),
    );
    expect(error["ValidationErrors"]).toEqual([
      expect.objectContaining({
        ElementPath: "outputGroups[0].outputGroupSettings.hlsGroupSettings.keepSegments",
      }),
      expect.objectContaining({
        ElementPath: "videoDescriptions[0].codecSettings.h264Settings.maxBitrate",
      }),
      expect.objectContaining({
        ElementPath: "videoDescriptions[0].codecSettings.h264Settings.gopSize",
      }),
    ]);
  });
});

describe("a channel that exists", () => {
  let cloud: AwsCloud;
  beforeEach(async () => {
    cloud = await startAwsCloud({ roles: [ROLE] });
    return () => cloud.close();
  });
  const describeIt = (ChannelId: string) =>
    cloud.medialive.send(new DescribeChannelCommand({ ChannelId }));

  it("is described with the service's defaults and empty lists, which cannot be sent back", async () => {
    const ChannelId = await makeChannel(cloud);
    const described = await describeIt(ChannelId);
    expect(described.LogLevel).toBe("DISABLED");
    expect(described.Destinations?.[0]?.MediaPackageSettings).toEqual([]);
    expect(described.EncoderSettings?.CaptionDescriptions).toEqual([]);
    expect(described.InputAttachments?.[0]?.InputSettings?.SourceEndBehavior).toBe("CONTINUE");
    const settings = described.EncoderSettings?.OutputGroups?.[0]?.OutputGroupSettings;
    expect(settings?.HlsGroupSettings).toMatchObject({
      SegmentLength: 2,
      CodecSpecification: "RFC_4281",
      OutputSelection: "MANIFESTS_AND_SEGMENTS",
    });
    const error = await refusalOf(
      cloud.medialive.send(
        new UpdateChannelCommand({
          ChannelId,
          Destinations: described.Destinations,
          RoleArn: ROLE_ARN,
        }),
      ),
    );
    expect(error.message).toContain("Exactly one of settings");
  });

  it("is the same one for the same RequestId and body, and a conflict for another body", async () => {
    const request = { ...channelRequest(await makeInput(cloud)), RequestId: "again" };
    const first = await cloud.medialive.send(new CreateChannelCommand(request));
    const second = await cloud.medialive.send(new CreateChannelCommand(request));
    expect(second.Channel?.Id).toBe(first.Channel?.Id);
    const other = await refusalOf(
      cloud.medialive.send(new CreateChannelCommand({ ...request, Name: "other" })),
    );
    expect(other.name).toBe("ConflictException");
  });

  it("keeps its input from other channels", async () => {
    const input = await makeInput(cloud);
    await cloud.medialive.send(new CreateChannelCommand(channelRequest(input)));
    const error = await refusalOf(
      cloud.medialive.send(new CreateChannelCommand(channelRequest(input))),
    );
    expect(error.name).toBe("ConflictException");
    expect(error.message).toContain(`inputId=${input} is already attached`);
  });

  it("keeps what an update leaves out, but not its role, and not its class either way", async () => {
    const ChannelId = await makeChannel(cloud);
    const update = { ChannelId, Name: "renamed", ChannelClass: "STANDARD" };
    await cloud.medialive.send(new UpdateChannelCommand({ ...update, RoleArn: ROLE_ARN }));
    const kept = await describeIt(ChannelId);
    expect(kept).toMatchObject({
      Name: "renamed",
      ChannelClass: "SINGLE_PIPELINE",
      RoleArn: ROLE_ARN,
    });
    expect(kept.EncoderSettings?.VideoDescriptions).toHaveLength(2);
    await cloud.medialive.send(new UpdateChannelCommand({ ChannelId, Name: "again" }));
    expect((await describeIt(ChannelId)).RoleArn).toBeUndefined();
  });

  it("moves from one input to another, and lets the first go", async () => {
    const ChannelId = await makeChannel(cloud);
    const before = (await describeIt(ChannelId)).InputAttachments?.[0]?.InputId ?? "";
    const next = await makeInput(cloud, "next");
    await cloud.medialive.send(
      new UpdateChannelCommand({
        ChannelId,
        RoleArn: ROLE_ARN,
        InputAttachments: [{ InputId: next }],
      }),
    );
    const free = await cloud.medialive.send(new CreateChannelCommand(channelRequest(before)));
    expect(free.Channel?.InputAttachments?.[0]?.InputId).toBe(before);
  });

  it("is checked as a whole when an update is merged into it", async () => {
    const ChannelId = await makeChannel(cloud);
    const error = await refusalOf(
      cloud.medialive.send(
        new UpdateChannelCommand({
          ChannelId,
          RoleArn: ROLE_ARN,
          Destinations: [{ Id: "renamed", Settings: [{ Url: "http://a/b" }] }],
        }),
      ),
    );
    expect(error.message).toContain('undefined destination "origin"');
  });
});
