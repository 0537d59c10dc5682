import { expect, test } from "vitest";
import { channelFacts } from "../../../../src/services/medialive/channel-facts.ts";
import { sealChannel } from "../../../../src/services/medialive/sealed-channel.ts";

const URL_WITH_KEY =
  "https://api.cache.example/cache/x/playlist.m3u8?token=very-secret&ttl_seconds=3600&role=origin";

function described(url: string | undefined, video: object, audio: object = { Bitrate: 128_000 }) {
  return sealChannel({
    Id: "1",
    State: "RUNNING",
    Destinations: [{ Id: "d", Settings: url === undefined ? [] : [{ Url: url }] }],
    EncoderSettings: {
      AudioDescriptions: [
        { Name: "a", AudioSelectorName: "default", CodecSettings: { AacSettings: audio } },
      ],
      VideoDescriptions: [{ Name: "v", CodecSettings: { H264Settings: video } }],
      TimecodeConfig: { Source: "EMBEDDED" },
      OutputGroups: [
        {
          OutputGroupSettings: {
            HlsGroupSettings: {
              Destination: { DestinationRefId: "d" },
              SegmentLength: 2,
              IndexNSegments: 50,
              HlsCdnSettings: { HlsBasicPutSettings: {} },
            },
          },
          Outputs: [
            {
              OutputName: "480p30",
              VideoDescriptionName: "v",
              AudioDescriptionNames: ["a"],
              OutputSettings: {
                HlsOutputSettings: {
                  NameModifier: "_480p30",
                  HlsSettings: { StandardHlsSettings: { M3u8Settings: {} } },
                },
              },
            },
          ],
        },
      ],
    },
  });
}

test("tells where segments go and how long they become, without the key", () => {
  const facts = channelFacts(
    described(URL_WITH_KEY, { Bitrate: 1_500_000, GopSize: 2, GopSizeUnits: "SECONDS" }),
  );
  expect(facts).toMatchObject({
    state: "RUNNING",
    cdnSettings: "HlsBasicPutSettings",
    windowSegments: 50,
    segmentLengthSeconds: 2,
    destination: {
      origin: "https://api.cache.example",
      path: "/cache/x/playlist.m3u8",
      hasToken: true,
      ttlSeconds: "3600",
      role: "origin",
    },
    rungs: [{ name: "480p30", nameModifier: "_480p30", bits: 1_628_000, gopMs: 2000, isCbr: true }],
  });
  expect(JSON.stringify(facts)).not.toContain("very-secret");
});

test("counts a GOP in frames by the frame rate, and says when it is left to the service", () => {
  const frames = { GopSize: 60, FramerateNumerator: 30_000, FramerateDenominator: 1001 };
  expect(channelFacts(described(URL_WITH_KEY, frames)).rungs[0]?.gopMs).toBe(2002);
  expect(channelFacts(described(URL_WITH_KEY, {})).rungs[0]?.gopMs).toBeUndefined();
});

test("takes the stated maximum of a variable rate", () => {
  const video = { Bitrate: 1_000_000, MaxBitrate: 2_000_000, RateControlMode: "VBR" as const };
  expect(channelFacts(described(URL_WITH_KEY, video)).rungs[0]).toMatchObject({
    bits: 2_128_000,
    isCbr: false,
  });
});

test("says that there is no destination rather than guessing one", () => {
  expect(channelFacts(described(undefined, {})).destination).toBeUndefined();
  expect(channelFacts(described("not a url", {})).destination).toBeUndefined();
});
