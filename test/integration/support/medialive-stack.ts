import {
  CreateChannelCommand,
  CreateInputCommand,
  type CreateChannelCommandInput,
} from "@aws-sdk/client-medialive";
import type { PreloadedRole } from "../../../src/sandbox/iam/role.ts";
import { ACCOUNT, type AwsCloud } from "./aws-cloud.ts";

export const ROLE: PreloadedRole = { name: "TestMediaLiveRole" };
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/TestMediaLiveRole`;

/** An MP4 input; gives its id. */
export async function makeInput(cloud: AwsCloud, name = "in"): Promise<string> {
  const { Input } = await cloud.medialive.send(
    new CreateInputCommand({
      Name: name,
      Type: "MP4_FILE",
      Sources: [{ Url: "https://example.com/show.mp4" }],
    }),
  );
  return Input?.Id ?? "";
}

/** A channel with two renditions, as valid as can be. A fresh object each time, so that a test may change it. */
export function channelRequest(inputId: string): CreateChannelCommandInput {
  return {
    Name: "show",
    ChannelClass: "SINGLE_PIPELINE",
    RoleArn: ROLE_ARN,
    InputSpecification: { Codec: "AVC", Resolution: "HD", MaximumBitrate: "MAX_20_MBPS" },
    InputAttachments: [{ InputId: inputId, InputAttachmentName: "main" }],
    Destinations: [
      {
        Id: "origin",
        Settings: [{ Url: "http://127.0.0.1:9/cache/show/playlist.m3u8?role=origin" }],
      },
    ],
    EncoderSettings: {
      TimecodeConfig: { Source: "SYSTEMCLOCK" },
      VideoDescriptions: [video("v1", 640, 480), video("v2", 320, 240)],
      AudioDescriptions: [audio("a1"), audio("a2")],
      OutputGroups: [
        {
          Name: "HD",
          OutputGroupSettings: {
            HlsGroupSettings: {
              Destination: { DestinationRefId: "origin" },
              HlsCdnSettings: { HlsBasicPutSettings: { FilecacheDuration: 300, RestartDelay: 2 } },
              SegmentLength: 2,
              IndexNSegments: 50,
              KeepSegments: 3600,
            },
          },
          Outputs: [output("one", "v1", "a1"), output("two", "v2", "a2")],
        },
      ],
    },
  };
}

/** Creates an input and a channel on it; gives the channel's id. */
export async function makeChannel(
  cloud: AwsCloud,
  change: (request: CreateChannelCommandInput) => CreateChannelCommandInput = (same) => same,
): Promise<string> {
  const request = change(channelRequest(await makeInput(cloud)));
  const { Channel } = await cloud.medialive.send(new CreateChannelCommand(request));
  return Channel?.Id ?? "";
}

function video(Name: string, Width: number, Height: number) {
  return {
    Name,
    Width,
    Height,
    CodecSettings: {
      H264Settings: {
        RateControlMode: "CBR" as const,
        Bitrate: 1_500_000,
        GopSize: 2,
        GopSizeUnits: "SECONDS" as const,
        FramerateControl: "SPECIFIED" as const,
        FramerateNumerator: 30,
        FramerateDenominator: 1,
      },
    },
  };
}

function audio(Name: string) {
  return {
    Name,
    AudioSelectorName: "default",
    CodecSettings: { AacSettings: { Bitrate: 128_000, SampleRate: 48_000 } },
  };
}

function output(OutputName: string, VideoDescriptionName: string, audioName: string) {
  return {
    OutputName,
    VideoDescriptionName,
    AudioDescriptionNames: [audioName],
    OutputSettings: {
      HlsOutputSettings: {
        NameModifier: `_${OutputName}`,
        HlsSettings: { StandardHlsSettings: { M3u8Settings: {} } },
      },
    },
  };
}
