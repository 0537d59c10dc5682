import { expect, test } from "vitest";
import { readDestination } from "../../../../src/sandbox/encoder/reading/read-destination.ts";
import { readHlsSettings } from "../../../../src/sandbox/encoder/reading/read-hls.ts";
import { readEncoderSettings } from "../../../../src/sandbox/encoder/reading/read-encoder-settings.ts";
import { encoderJob } from "./support/settings.ts";

test("the tutorial's channel is read rung by rung, in the order of its outputs", () => {
  const settings = readEncoderSettings(encoderJob());
  expect(
    settings.rungs.map(({ name, width, height, videoBitrate, audioBitrate }) => [
      name,
      width,
      height,
      videoBitrate,
      audioBitrate,
    ]),
  ).toEqual([
    ["480", 640, 480, 1_500_000, 128_000],
    ["240", 320, 240, 750_000, 128_000],
    ["720", 960, 720, 2_500_000, 192_000],
  ]);
  expect(settings.rungs[0]).toMatchObject({
    fps: { numerator: 30, denominator: 1 },
    pixelAspect: { numerator: 4, denominator: 3 },
    profile: "MAIN",
    level: undefined,
    rateControl: "CBR",
    sampleRate: 48_000,
  });
  expect(settings).toMatchObject({
    gopFrames: 60,
    segmentLengthSeconds: 2,
    inputLossAction: "EMIT_OUTPUT",
    input: { type: "MP4_FILE", url: "http://127.0.0.1/test-pattern.mp4", loop: true },
  });
});

test.each([
  [{ gopSize: 60, gopSizeUnits: "FRAMES" }, 60],
  [{ gopSize: 2.5, gopSizeUnits: "SECONDS" }, 75],
  [
    { gopSize: 2, gopSizeUnits: "SECONDS", framerateNumerator: 30_000, framerateDenominator: 1001 },
    60,
  ],
  [{ gopSize: 1, gopSizeUnits: "SECONDS", framerateNumerator: 25 }, 25],
  [{ gopSize: 90, gopSizeUnits: undefined }, 90],
])("%j makes GOPs of %i frames", (h264, frames) => {
  expect(readEncoderSettings(encoderJob({ h264 })).gopFrames).toBe(frames);
});

test("an explicit level, profile and rate control are taken as they are", () => {
  const h264 = {
    level: "H264_LEVEL_4_1",
    profile: "HIGH",
    rateControlMode: "QVBR",
    bitrate: undefined,
    maxBitrate: 3_000_000,
  };
  expect(readEncoderSettings(encoderJob({ h264 })).rungs[0]).toMatchObject({
    level: 41,
    profile: "HIGH",
    rateControl: "QVBR",
    videoBitrate: 3_000_000,
    maxVideoBitrate: 3_000_000,
  });
});

const inputOf = (input: Record<string, unknown>): unknown =>
  readEncoderSettings(
    encoderJob({}, { inputs: [{ id: "7", ...input }], securityGroupCidrs: () => ["10.0.0.0/8"] }),
  ).input;

test.each([
  [
    { type: "RTMP_PUSH", destinations: [{ url: "rtmp://127.0.0.1:1935/live/stream" }] },
    { type: "RTMP_PUSH", app: "live", instance: "stream" },
  ],
  [
    { type: "RTP_PUSH", destinations: [{ url: "rtp://127.0.0.1:5004" }] },
    { type: "RTP_PUSH", port: 5004 },
  ],
  [
    { type: "URL_PULL", sources: [{ url: "https://example.com/a.m3u8" }] },
    { type: "URL_PULL", url: "https://example.com/a.m3u8" },
  ],
  [
    {
      type: "SRT_CALLER",
      srtSettings: {
        srtCallerSources: [
          {
            srtListenerAddress: "192.0.2.1",
            srtListenerPort: "9000",
            minimumLatency: 500,
            streamId: "a",
          },
        ],
      },
    },
    { type: "SRT_CALLER", address: "192.0.2.1", port: 9000, latencyMs: 500, streamId: "a" },
  ],
])("reads an input of %j", (input, expected) => {
  expect(inputOf(input)).toMatchObject(expected);
});

test("security group rules are asked for when they are needed, not when the channel starts", () => {
  const rules = ["10.0.0.0/8"];
  const { input } = readEncoderSettings(
    encoderJob({}, { inputs: [{ id: "7", type: "RTP_PUSH" }], securityGroupCidrs: () => rules }),
  );
  rules.push("192.0.2.0/24");
  expect(input.type === "RTP_PUSH" && input.cidrs()).toEqual(["10.0.0.0/8", "192.0.2.0/24"]);
});

test.each([
  ["no input", { inputs: [] }, "no input"],
  ["a type that is not emulated", { inputs: [{ id: "7", type: "MEDIACONNECT" }] }, "MEDIACONNECT"],
  ["no HLS group", { channel: { encoderSettings: { outputGroups: [] } } }, "HLS output group"],
])("refuses %s", (_name, changes, words) => {
  expect(() => readEncoderSettings(encoderJob({}, changes))).toThrow(words);
});

test.each([
  [
    "https://api.example.com/cache/x/playlist.m3u8?token=a%2Fb&role=origin",
    true,
    "api.example.com",
    443,
    "/cache/x/",
    "playlist",
    "?token=a%2Fb&role=origin",
  ],
  ["http://127.0.0.1:8080/curling", false, "127.0.0.1", 8080, "/", "curling", ""],
  ["http://[::1]:80/a/b.m3u8", false, "[::1]", 80, "/a/", "b", ""],
])("splits %s", (url, secure, host, port, directory, baseName, query) => {
  expect(readDestination(url)).toEqual({ secure, host, port, directory, baseName, query });
});

test("a destination that is not HTTP is refused without showing it", () => {
  expect(() => readDestination("s3://bucket/secret-token")).toThrow(/^(?!.*secret-token).*http/);
});

test("the retry policy is read; NumRetries has no effect outside s3 and mediastore", () => {
  expect(readHlsSettings(encoderJob()).upload).toEqual({
    credentials: "challenge",
    username: undefined,
    password: undefined,
    retryIntervalSeconds: 4,
    retries: 3,
    restartDelaySeconds: 2,
    filecacheSeconds: 300,
  });
});

test("HLS Akamai sends user name and resolved password up front", () => {
  const job = encoderJob(
    {
      cdn: { hlsAkamaiSettings: { filecacheDuration: 30 } },
      username: "momento",
      passwordParam: "/medialive/key",
    },
    { passwords: { "/medialive/key": "secret" } },
  );
  expect(readHlsSettings(job).upload).toMatchObject({
    credentials: "up-front",
    username: "momento",
    password: "secret",
    filecacheSeconds: 30,
  });
});

test("PIDs come decimal, hexadecimal or as the first of a range; without any they are the console's", () => {
  const m3u8Settings = { pmtPid: "0x1f0", videoPid: "500", audioPids: "510-516", programNum: 2 };
  const output = { hlsSettings: { standardHlsSettings: { m3u8Settings } } };
  expect(readHlsSettings(encoderJob({ output })).outputs[0]?.stream).toEqual({
    transportStreamId: 1,
    programNumber: 2,
    pmtPid: 496,
    videoPid: 500,
    audioPid: 510,
  });
  expect(readHlsSettings(encoderJob()).outputs[0]?.stream).toMatchObject({
    pmtPid: 480,
    videoPid: 481,
    audioPid: 492,
  });
});
