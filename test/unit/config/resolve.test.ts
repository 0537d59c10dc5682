import { describe, expect, it } from "vitest";
import { LADDERS } from "../../../src/config/ladder/ladder.ts";
import { LEAST, problemsOf, resolved, specOf, withChannel } from "./given.ts";

describe("a Spec without settings", () => {
  it("has the tutorial's values", () => {
    expect(specOf({ defaults: LEAST })).toEqual({
      name: "live-origin",
      region: "us-west-2",
      origin: {
        endpoint: undefined,
        cache: "live-origin",
        ttlSeconds: 3600,
        keyDays: 30,
        revocableKeys: false,
        accountUrl: "https://mga.registry.prod.a.momentohq.com",
      },
      channel: {
        input: { type: "mp4-file", url: "https://example.com/clip.mp4" },
        ladderName: "tutorial",
        ladder: LADDERS.tutorial,
        segmentSeconds: 2,
        gopSeconds: 2,
        rateControl: "CBR",
        hls: {
          connectionRetryIntervalSeconds: 4,
          numRetries: 5,
          filecacheSeconds: 300,
          restartDelaySeconds: 2,
          windowSegments: 50,
          keepSegments: 3600,
        },
        segmentNames: "restart-safe",
        encoderAuth: "url-token",
        roleArn: undefined,
        sizeRule: "bytes",
      },
      cdn: { masterPlaylist: "edge", playlistCacheSeconds: 0, cors: true },
    });
  });

  it("is frozen to its depths", () => {
    const spec = specOf({ defaults: LEAST });
    expect(Object.isFrozen(spec)).toBe(true);
    expect(Object.isFrozen(spec.channel.hls)).toBe(true);
    expect(Object.isFrozen(spec.channel.ladder[0]?.pixelAspect)).toBe(true);
  });

  it("notes that the TTL removes segments first, and warns about nothing", () => {
    const resolution = resolved({ defaults: LEAST });
    expect(
      resolution.ok && resolution.warnings.map(({ level, code }) => `${level} ${code}`),
    ).toEqual(["note TTL_REMOVES_FIRST"]);
  });
});

describe("precedence", () => {
  it("is flag, environment, file, default", () => {
    const resolution = resolved({
      flags: { ttlSeconds: "1000" },
      env: { LIVE_ORIGIN_TTL_SECONDS: "2000", LIVE_ORIGIN_KEY_DAYS: "7" },
      file: { origin: { ttlSeconds: 3000, keyDays: 8 }, cdn: { playlistCacheSeconds: 1 } },
      defaults: { ...LEAST, cdn: { playlistCacheSeconds: 0, cors: false } },
    });
    expect(resolution).toMatchObject({
      ok: true,
      spec: {
        origin: { ttlSeconds: 1000, keyDays: 7 },
        cdn: { playlistCacheSeconds: 1, cors: false },
      },
      sources: {
        "origin.ttlSeconds": "flag",
        "origin.keyDays": "environment",
        "cdn.playlistCacheSeconds": "file",
        "cdn.cors": "default",
        "channel.segmentSeconds": "default",
      },
    });
  });

  it("puts the wizard's answers before everything", () => {
    const spec = specOf({
      answers: { origin: { keyDays: 3 } },
      flags: { keyDays: "4" },
      defaults: LEAST,
    });
    expect(spec.origin.keyDays).toBe(3);
  });

  it("applies dependent defaults after merging", () => {
    const spec = specOf({
      flags: { segmentSeconds: "1.5", encoderAuth: "parameter-store" },
      env: { LIVE_ORIGIN_NAME: "sunday" },
      file: { channel: { input: { type: "rtmp-push", cidrs: ["203.0.113.7/32"] } } },
      defaults: { region: "eu-west-1" },
    });
    expect(spec.channel.gopSeconds).toBe(1.5);
    expect(spec.cdn.masterPlaylist).toBe("origin");
    expect(spec.channel.input).toMatchObject({ streamName: "sunday/live" });
  });

  it("takes a flag that says no over a file that says yes", () => {
    expect(
      specOf({ flags: { cors: false }, file: { ...LEAST, cdn: { cors: true } } }).cdn.cors,
    ).toBe(false);
  });

  it("counts an empty variable and an undefined flag as not given", () => {
    const spec = specOf({
      flags: { keyDays: undefined },
      env: { LIVE_ORIGIN_KEY_DAYS: "" },
      defaults: LEAST,
    });
    expect(spec.origin.keyDays).toBe(30);
  });

  it("lets --rung win over a preset in the file, and the other way round", () => {
    const own = specOf({ flags: { rung: ["1080p30=1920x1080@30,5000,128"] }, file: LEAST });
    expect(own.channel).toMatchObject({
      ladderName: "custom",
      ladder: [{ nameModifier: "_1080p30", pixelAspect: [1, 1] }],
    });
    const preset = specOf({
      flags: { ladder: "mobile" },
      env: { LIVE_ORIGIN_RUNG: "a=640x480@30,500,64" },
      file: LEAST,
    });
    expect(preset.channel.ladder).toEqual(LADDERS.mobile);
  });
});

describe("values as text", () => {
  it("are read from flags and variables as from the file", () => {
    const spec = specOf({
      flags: { input: "rtmp-push", cidr: ["203.0.113.7/32", "198.51.100.0/24"], segmentSeconds: 1 },
      env: {
        LIVE_ORIGIN_REGION: "eu-west-1",
        LIVE_ORIGIN_CORS: "no",
        LIVE_ORIGIN_RATE_CONTROL: "qvbr",
        LIVE_ORIGIN_RUNG: "a=640x480@25,1000,96;b=320x240@25,500,64,max=600",
        LIVE_ORIGIN_MOMENTO_ENDPOINT: "https://api.cache.cell-1-eu-west-1-1.prod.a.momentohq.com/",
      },
    });
    expect(spec).toMatchObject({
      region: "eu-west-1",
      origin: { endpoint: "cell-1-eu-west-1-1.prod.a.momentohq.com" },
      channel: {
        input: { type: "rtmp-push", cidrs: ["203.0.113.7/32", "198.51.100.0/24"] },
        segmentSeconds: 1,
        rateControl: "QVBR",
        ladder: [
          { name: "a", maxVideoKbps: 1500 },
          { name: "b", maxVideoKbps: 600 },
        ],
      },
      cdn: { cors: false },
    });
  });

  it.each([
    [
      { ttlSeconds: "an hour" },
      "origin.ttlSeconds",
      '--ttl-seconds must be a whole number, not "an hour"',
    ],
    [
      { ttlSeconds: "3600.5" },
      "origin.ttlSeconds",
      "--ttl-seconds must be a whole number of seconds from 1 to 2147483647, not 3600.5",
    ],
    [
      { ladder: "HDD" },
      "channel.ladder",
      '--ladder must be tutorial, hd, mobile or starter, not "HDD"',
    ],
    [
      { cidr: ["203.0.113.7/40"] },
      "channel.input.cidrs.0",
      '--cidr "203.0.113.7/40" has the mask /40; an IPv4 mask is /0 to /32',
    ],
    [{ rung: ["1080p"] }, "channel.ladder", '--rung "1080p" is not a rung'],
    [
      { windowSegments: "2" },
      "channel.hls.windowSegments",
      "--window-segments must be a whole number from 3 to 1000000, not 2",
    ],
  ])("are refused with the flag's name: %j", (flags, path, message) => {
    const resolution = resolved({ flags, file: LEAST });
    const problem = resolution.ok
      ? undefined
      : resolution.problems.find((found) => found.path === path);
    expect(problem?.message).toContain(message);
  });

  it("names the variable that is wrong", () => {
    const resolution = resolved({ env: { LIVE_ORIGIN_CORS: "maybe" }, file: LEAST });
    expect(resolution).toMatchObject({
      problems: [
        { path: "cdn.cors", message: 'LIVE_ORIGIN_CORS must be true or false, not "maybe"' },
      ],
    });
  });

  it("refuses a preset and rungs from one source", () => {
    expect(
      problemsOf({ flags: { ladder: "hd", rung: ["a=640x480@30,500,64"] }, file: LEAST }),
    ).toEqual(["GIVEN_TWICE channel.ladder"]);
  });
});

describe("the file", () => {
  it("reports every problem at once, each with its path", () => {
    expect(
      problemsOf({
        file: {
          nmae: "x",
          region: "Oregon",
          origin: { ttl: 3600, keyDays: 0 },
          channel: {
            segmentSeconds: "2",
            rateControl: "cbr",
            ladder: [
              {
                name: "a",
                width: 641,
                height: 480,
                fps: 30,
                videoKbps: 100,
                audioKbps: 64,
                bitrate: 3,
              },
            ],
            hls: { windowSegments: 2 },
          },
          cdn: [],
        },
      }).toSorted(),
    ).toEqual([
      "INVALID_VALUE cdn",
      "INVALID_VALUE channel.hls.windowSegments",
      "INVALID_VALUE channel.ladder.0.width",
      "INVALID_VALUE channel.rateControl",
      "INVALID_VALUE channel.segmentSeconds",
      "INVALID_VALUE origin.keyDays",
      "INVALID_VALUE region",
      "UNKNOWN_KEY channel.ladder.0.bitrate",
      "UNKNOWN_KEY nmae",
      "UNKNOWN_KEY origin.ttl",
    ]);
  });

  it.each([
    [{ nmae: "x" }, "Did you mean name?"],
    [{ origin: { ttlSecond: 1 } }, "Did you mean ttlSeconds?"],
    [{ segmentSeconds: 2 }, "It belongs at channel.segmentSeconds."],
    [{ channel: { ladder: "tutoral" } }, "Did you mean tutorial?"],
    [{ channel: { input: { type: "rtmp" } } }, "Did you mean rtmp-push?"],
    [
      { channel: { input: { type: "mp4-file", cidrs: [] } } },
      "Remove it, or choose the input type it belongs to.",
    ],
  ])("suggests what was meant: %j", (file, hint) => {
    const resolution = resolved({ file });
    expect(!resolution.ok && resolution.problems[0]?.hint).toBe(hint);
  });

  it("may name its schema", () => {
    expect(resolved({ file: { $schema: "./schema.json", ...LEAST } }).ok).toBe(true);
  });

  it.each([null, 1, "text", [], true])("is refused as %j", (file) => {
    expect(problemsOf({ file, defaults: LEAST })).toEqual(["INVALID_VALUE $"]);
  });

  it("never repeats a long value, which might be a key in the wrong place", () => {
    const key = "eyJhbGciOiJIUzI1NiJ9".repeat(5);
    const file = { name: key, origin: { endpoint: `${key}!` }, [key]: 1 };
    const flags = {
      cidr: [key],
      rung: [key],
      ttlSeconds: key,
      ladder: undefined,
      rateControl: key,
      cors: key,
    };
    const resolution = resolved({ file, flags });
    const texts = resolution.ok
      ? []
      : resolution.problems.map((problem) => JSON.stringify(problem));
    expect(texts).toHaveLength(8);
    expect(texts.join()).not.toContain(key);
  });
});

describe("the input", () => {
  const missingOf = (given: Parameters<typeof resolved>[0]): readonly string[] => {
    const resolution = resolved(given);
    return resolution.ok
      ? []
      : resolution.missing.map(({ path, flag, variable }) => `${path} ${flag} ${variable}`);
  };

  it("is missing with the region when nothing is given, and never invented", () => {
    expect(missingOf({})).toEqual([
      "region --region LIVE_ORIGIN_REGION",
      "channel.input --input LIVE_ORIGIN_INPUT",
    ]);
  });

  it("is not missed where no channel is made", () => {
    expect(missingOf({ parts: ["origin", "cdn"] })).toEqual(["region --region LIVE_ORIGIN_REGION"]);
  });

  it.each([
    ["rtmp-push", ["channel.input.cidrs --cidr LIVE_ORIGIN_CIDR"]],
    ["rtp-push", ["channel.input.cidrs --cidr LIVE_ORIGIN_CIDR"]],
    [
      "srt-caller",
      [
        "channel.input.address --srt-address LIVE_ORIGIN_SRT_ADDRESS",
        "channel.input.port --srt-port LIVE_ORIGIN_SRT_PORT",
      ],
    ],
    ["hls-pull", ["channel.input.url --input-url LIVE_ORIGIN_INPUT_URL"]],
    ["mp4-file", ["channel.input.url --input-url LIVE_ORIGIN_INPUT_URL"]],
    ["existing", ["channel.input.id --input-id LIVE_ORIGIN_INPUT_ID"]],
  ])("of type %s needs its members", (input, missing) => {
    expect(missingOf({ flags: { input }, defaults: { region: "us-west-2" } })).toEqual(missing);
  });

  it("takes its type and its members from different sources", () => {
    const spec = specOf({
      flags: { cidr: ["203.0.113.7/32"] },
      env: { LIVE_ORIGIN_INPUT: "rtmp-push" },
      file: { region: "us-west-2", channel: { input: { type: "rtmp-push", streamName: "a/b" } } },
    });
    expect(spec.channel.input).toEqual({
      type: "rtmp-push",
      cidrs: ["203.0.113.7/32"],
      streamName: "a/b",
    });
  });

  it("of another type in a source above replaces the one below as a whole", () => {
    const file = {
      region: "us-west-2",
      channel: { input: { type: "hls-pull", url: "https://example.com/a.m3u8" } },
    };
    expect(missingOf({ flags: { input: "mp4-file" }, file })).toEqual([
      "channel.input.url --input-url LIVE_ORIGIN_INPUT_URL",
    ]);
  });

  it("ignores a variable that does not fit the type a flag chose", () => {
    const spec = specOf({
      flags: { input: "existing", inputId: "1234567" },
      env: { LIVE_ORIGIN_CIDR: "203.0.113.7/32", LIVE_ORIGIN_REGION: "us-west-2" },
    });
    expect(spec.channel.input).toEqual({ type: "existing", id: "1234567" });
  });

  it("refuses a flag that does not fit the type in force", () => {
    expect(problemsOf({ flags: { cidr: ["203.0.113.7/32"] }, file: LEAST })).toEqual([
      "INPUT_MEMBER_MISPLACED channel.input.cidrs",
    ]);
  });

  it("judges a URL by the type it is merged with", () => {
    const flags = { input: "hls-pull", inputUrl: "s3://bucket/clip.mp4" };
    expect(problemsOf({ flags, defaults: { region: "us-west-2" } })).toEqual([
      "INVALID_VALUE channel.input.url",
    ]);
  });

  it("has its SRT defaults", () => {
    const flags = { input: "srt-caller", srtAddress: "203.0.113.7", srtPort: "9000" };
    expect(specOf({ flags, defaults: { region: "us-west-2" } }).channel.input).toEqual({
      type: "srt-caller",
      address: "203.0.113.7",
      port: 9000,
      streamId: undefined,
      latencyMs: 2000,
    });
  });

  it("is reported missing next to what is invalid", () => {
    const resolution = resolved({
      flags: { input: "srt-caller", srtPort: "70000" },
      file: { region: "us-west-2" },
    });
    expect(resolution).toMatchObject({
      ok: false,
      problems: [{ path: "channel.input.port" }],
      missing: [{ path: "channel.input.address" }],
    });
  });

  it("refuses more than ten CIDRs", () => {
    const cidrs = Array.from({ length: 11 }, (_, host) => `203.0.113.${host}/32`);
    expect(problemsOf({ file: withChannel({ input: { type: "rtp-push", cidrs } }) })).toEqual([
      "INVALID_VALUE channel.input.cidrs",
    ]);
  });
});
