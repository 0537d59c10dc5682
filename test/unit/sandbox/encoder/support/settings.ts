import type { EncoderJob } from "../../../../../src/sandbox/encoder/job.ts";
import type {
  EncoderSettings,
  RungSettings,
} from "../../../../../src/sandbox/encoder/encoder-settings.ts";

/** A rung like the tutorial's 480p30, with changes. */
export function rungSettings(changes: Partial<RungSettings> = {}): RungSettings {
  return {
    name: "480",
    width: 640,
    height: 480,
    fps: { numerator: 30, denominator: 1 },
    pixelAspect: { numerator: 4, denominator: 3 },
    profile: "MAIN",
    rateControl: "CBR",
    videoBitrate: 1_500_000,
    maxVideoBitrate: 1_500_000,
    audioBitrate: 128_000,
    sampleRate: 48_000,
    ...changes,
  };
}

export function encoderSettings(
  rungs: readonly RungSettings[] = [rungSettings()],
  changes: Partial<EncoderSettings> = {},
): EncoderSettings {
  return {
    channelId: "1234567",
    rungs,
    gopFrames: 60,
    segmentLengthSeconds: 2,
    input: { type: "MP4_FILE", url: "http://127.0.0.1/test-pattern.mp4", loop: true },
    inputLossAction: "EMIT_OUTPUT",
    ...changes,
  };
}

type Rung = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly video: number;
  readonly audio: number;
};

const TUTORIAL: readonly Rung[] = [
  { name: "480", width: 640, height: 480, video: 1_500_000, audio: 128_000 },
  { name: "240", width: 320, height: 240, video: 750_000, audio: 128_000 },
  { name: "720", width: 960, height: 720, video: 2_500_000, audio: 192_000 },
];

export type ChannelOptions = {
  readonly url?: string;
  readonly username?: string;
  readonly passwordParam?: string;
  readonly rungs?: readonly Rung[];
  readonly hls?: Readonly<Record<string, unknown>>;
  readonly cdn?: Readonly<Record<string, unknown>>;
  readonly h264?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
};

/** A CreateChannel body as the tutorial's clicks make it, lowerCamel as on the wire. */
function channelBody(options: ChannelOptions = {}): Record<string, unknown> {
  const rungs = options.rungs ?? TUTORIAL;
  const url = options.url ?? "http://127.0.0.1:9/cache/live-origin/playlist.m3u8?ttl_seconds=3600";
  const credentials =
    options.username === undefined
      ? {}
      : { username: options.username, passwordParam: options.passwordParam };
  return {
    name: "live-origin",
    inputAttachments: [{ inputId: "7", inputSettings: { sourceEndBehavior: "LOOP" } }],
    destinations: [{ id: "origin", settings: [{ url, ...credentials }] }],
    encoderSettings: {
      videoDescriptions: rungs.map(({ name, width, height, video }) => ({
        name: `video_${name}`,
        width,
        height,
        codecSettings: {
          h264Settings: {
            bitrate: video,
            rateControlMode: "CBR",
            profile: "MAIN",
            level: "H264_LEVEL_AUTO",
            gopSize: 2,
            gopSizeUnits: "SECONDS",
            framerateControl: "SPECIFIED",
            framerateNumerator: 30,
            framerateDenominator: 1,
            parControl: "SPECIFIED",
            parNumerator: 4,
            parDenominator: 3,
            ...options.h264,
          },
        },
      })),
      audioDescriptions: rungs.map(({ name, audio }) => ({
        name: `audio_${name}`,
        audioSelectorName: "default",
        codecSettings: { aacSettings: { bitrate: audio, sampleRate: 48_000, profile: "LC" } },
      })),
      outputGroups: [
        {
          outputGroupSettings: {
            hlsGroupSettings: {
              destination: { destinationRefId: "origin" },
              segmentLength: 2,
              indexNSegments: 50,
              keepSegments: 3600,
              inputLossAction: "EMIT_OUTPUT",
              hlsCdnSettings: options.cdn ?? {
                hlsBasicPutSettings: {
                  connectionRetryInterval: 4,
                  numRetries: 5,
                  filecacheDuration: 300,
                  restartDelay: 2,
                },
              },
              ...options.hls,
            },
          },
          outputs: rungs.map(({ name }) => ({
            outputName: name,
            videoDescriptionName: `video_${name}`,
            audioDescriptionNames: [`audio_${name}`],
            outputSettings: {
              hlsOutputSettings: {
                nameModifier: `_${name}p30`,
                hlsSettings: { standardHlsSettings: { m3u8Settings: {} } },
                ...options.output,
              },
            },
          })),
        },
      ],
    },
  };
}

export function encoderJob(
  options: ChannelOptions = {},
  changes: Partial<EncoderJob> = {},
): EncoderJob {
  return {
    channel: channelBody(options),
    channelId: "1234567",
    inputs: [
      {
        id: "7",
        type: "MP4_FILE",
        sources: [{ url: "http://127.0.0.1/test-pattern.mp4" }],
      },
    ],
    securityGroupCidrs: () => [],
    passwords: {},
    alert: () => undefined,
    ...changes,
  };
}
