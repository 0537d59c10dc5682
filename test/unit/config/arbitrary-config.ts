import fc from "fast-check";
import type { Config, RungEntry } from "../../../src/config/schema/schema.ts";

/** Names that a rung may have. */
const rungName = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);

const rung: fc.Arbitrary<RungEntry> = fc.record(
  {
    name: rungName,
    width: fc.integer({ min: 8, max: 960 }).map((half) => half * 2),
    height: fc.integer({ min: 8, max: 540 }).map((half) => half * 2),
    fps: fc.constantFrom(24, 25, 29.97, 30, 60),
    videoKbps: fc.integer({ min: 100_000, max: 30_000_000 }).map((bits) => bits / 1000),
    audioKbps: fc.constantFrom(64, 96, 128, 100.5),
    maxVideoKbps: fc.integer({ min: 30_000, max: 40_000 }),
    pixelAspect: fc.constantFrom<[number, number]>([1, 1], [4, 3], [12, 11]),
    nameModifier: rungName.map((name) => `_${name}`),
  },
  { requiredKeys: ["name", "width", "height", "fps", "videoKbps", "audioKbps"] },
);

const input = fc.oneof(
  fc.record(
    {
      type: fc.constant("rtmp-push" as const),
      cidrs: fc.array(
        fc
          .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
          .map(([host, mask]) => `${host}/${mask}`),
        { minLength: 1, maxLength: 10 },
      ),
      streamName: fc.constant("studio/main.1"),
    },
    { requiredKeys: ["type", "cidrs"] },
  ),
  fc.record(
    {
      type: fc.constant("srt-caller" as const),
      address: fc.ipV4(),
      port: fc.integer({ min: 1, max: 65_535 }),
      latencyMs: fc.integer({ min: 120, max: 15_000 }),
      streamId: fc.stringMatching(/^[!-~]{1,20}$/),
    },
    { requiredKeys: ["type", "address", "port"] },
  ),
  fc.record({
    type: fc.constant("hls-pull" as const),
    url: fc.webUrl({ withQueryParameters: true }),
  }),
  fc.record({ type: fc.constant("existing" as const), id: fc.stringMatching(/^\d{7}$/) }),
);

/** Settings in the form of the file: each valid by itself, not always together. */
export const arbitraryConfig: fc.Arbitrary<Config> = fc.record(
  {
    // "con" is a device on Windows, so no name of a folder.
    name: fc
      .stringMatching(/^[a-z][a-z0-9-]{2,31}$/)
      .filter((name) => !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(name)),
    region: fc.constantFrom("us-west-2", "eu-west-1", "ap-southeast-2"),
    origin: fc.record(
      {
        endpoint: fc.constantFrom(
          "cell-us-east-1-1.prod.a.momentohq.com",
          "https://api.cache.cell-9.prod.a.momentohq.com/",
        ),
        cache: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{2,63}$/),
        ttlSeconds: fc.integer({ min: 250, max: 100_000 }),
        keyDays: fc.integer({ min: 1, max: 400 }),
        revocableKeys: fc.boolean(),
        accountUrl: fc.constantFrom(
          "https://account.prod.a.momentohq.com/",
          "http://127.0.0.1:8080",
        ),
      },
      { requiredKeys: [] },
    ),
    channel: fc.record(
      {
        input,
        ladder: fc.oneof(
          fc.constantFrom(
            "tutorial" as const,
            "hd" as const,
            "mobile" as const,
            "starter" as const,
          ),
          fc.array(rung, { minLength: 1, maxLength: 4 }),
        ),
        segmentSeconds: fc.constantFrom(1, 1.5, 2, 2.5, 4),
        gopSeconds: fc.constantFrom(0.5, 1, 1.25, 2, 2.5),
        rateControl: fc.constantFrom("CBR" as const, "VBR" as const, "QVBR" as const),
        hls: fc.record(
          {
            windowSegments: fc.integer({ min: 3, max: 100 }),
            keepSegments: fc.integer({ min: 50, max: 4000 }),
            filecacheSeconds: fc.integer({ min: 0, max: 600 }),
          },
          { requiredKeys: [] },
        ),
        segmentNames: fc.constantFrom("restart-safe" as const, "tutorial" as const),
        encoderAuth: fc.constantFrom("url-token" as const, "parameter-store" as const),
        roleArn: fc.constant("arn:aws:iam::123456789012:role/MediaLiveAccessRole"),
        sizeRule: fc.constantFrom("bytes" as const, "tutorial" as const),
      },
      { requiredKeys: ["input"] },
    ),
    cdn: fc.record(
      {
        masterPlaylist: fc.constantFrom("edge" as const, "origin" as const),
        playlistCacheSeconds: fc.integer({ min: 0, max: 2 }),
        cors: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["region", "channel"] },
);
