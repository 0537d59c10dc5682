import { describe, expect, it } from "vitest";
import { LEAST, problemsOf, resolved, specOf, warningsOf, withChannel } from "./given.ts";

const RUNG = { name: "a", width: 640, height: 480, fps: 30, videoKbps: 1000, audioKbps: 128 };
const firstProblem = (file: object) => {
  const resolution = resolved({ file });
  return resolution.ok ? undefined : resolution.problems[0];
};

describe("the segment-size rule over a ladder", () => {
  const ladder = (videoKbps: number) => [{ ...RUNG, videoKbps, audioKbps: 64 }];

  it("accepts 36,363.636 kbps at 2 s and refuses one bit per second more", () => {
    expect(problemsOf({ file: withChannel({ ladder: ladder(36_299.636) }) })).toEqual([]);
    expect(problemsOf({ file: withChannel({ ladder: ladder(36_299.637) }) })).toEqual([
      "SEGMENT_TOO_LARGE channel.ladder.0",
    ]);
  });

  it("shows the sum and both ways out", () => {
    const problem = firstProblem(
      withChannel({ ladder: [{ ...RUNG, name: "4k", videoKbps: 50_000 }] }),
    );
    expect(problem).toEqual({
      path: "channel.ladder.0",
      code: "SEGMENT_TOO_LARGE",
      message:
        "rung 4k: (50,000 + 128) kbps × 2 s × 1.1 = 110.28 Mb = 13.79 MB of 10 MB; a segment must stay below that",
      hint: "The longest segment for this bitrate is 1.4 s (--segment-seconds 1.4 --gop-seconds 1.4); the highest bitrate for 2 s is 36,363.636 kbps, so at most 36,235 kbps of video for this rung.",
    });
  });

  it("proposes ways out that it accepts itself", () => {
    const big = [{ ...RUNG, videoKbps: 50_000 }];
    expect(
      problemsOf({ file: withChannel({ ladder: big, segmentSeconds: 1.4, gopSeconds: 1.4 }) }),
    ).toEqual([]);
    expect(problemsOf({ file: withChannel({ ladder: [{ ...RUNG, videoKbps: 36_235 }] }) })).toEqual(
      [],
    );
  });

  it("says so when no segment length can help", () => {
    const problem = firstProblem(withChannel({ ladder: [{ ...RUNG, videoKbps: 80_000 }] }));
    expect(problem?.hint).toContain(
      "No segment length fits this bitrate (MediaLive's shortest is 1 s)",
    );
  });

  it("uses the maximum bitrate with VBR and QVBR", () => {
    const own = [{ ...RUNG, videoKbps: 20_000, maxVideoKbps: 40_000 }];
    expect(problemsOf({ file: withChannel({ ladder: own, rateControl: "CBR" }) })).toEqual([]);
    expect(problemsOf({ file: withChannel({ ladder: own, rateControl: "VBR" }) })).toEqual([
      "SEGMENT_TOO_LARGE channel.ladder.0",
    ]);
    const unstated = [{ ...RUNG, videoKbps: 25_000 }];
    expect(problemsOf({ file: withChannel({ ladder: unstated, rateControl: "QVBR" }) })).toEqual([
      "SEGMENT_TOO_LARGE channel.ladder.0",
    ]);
    expect(
      specOf({ file: withChannel({ ladder: [RUNG], rateControl: "VBR" }) }).channel.ladder[0]
        ?.maxVideoKbps,
    ).toBe(1500);
  });

  it("judges every rung, also of a ladder that is not asked for a channel", () => {
    const own = [
      RUNG,
      { ...RUNG, name: "b", videoKbps: 50_000 },
      { ...RUNG, name: "c", videoKbps: 60_000 },
    ];
    expect(problemsOf({ file: withChannel({ ladder: own }), parts: ["origin"] })).toEqual([
      "SEGMENT_TOO_LARGE channel.ladder.1",
      "SEGMENT_TOO_LARGE channel.ladder.2",
    ]);
  });

  it("warns above 80 % of the limit only", () => {
    expect(warningsOf({ file: withChannel({ ladder: ladder(29_026) }) })).not.toContain(
      "SEGMENT_NEAR_LIMIT",
    );
    expect(warningsOf({ file: withChannel({ ladder: ladder(29_028) }) })).toContain(
      "SEGMENT_NEAR_LIMIT",
    );
  });

  it("notes where only the tutorial's reading would refuse, and refuses there when asked to", () => {
    expect(warningsOf({ file: LEAST })).not.toContain("TUTORIAL_READING_REFUSES");
    expect(warningsOf({ file: withChannel({ ladder: "hd" }) })).toContain(
      "TUTORIAL_READING_REFUSES",
    );
    const file = withChannel({ ladder: "hd", sizeRule: "tutorial" });
    expect(firstProblem(file)).toMatchObject({
      code: "SEGMENT_TOO_LARGE",
      path: "channel.ladder.3",
      hint: "The longest segment for this bitrate is 1.7 s (--segment-seconds 1.7 --gop-seconds 1.7); the highest bitrate for 2 s is 4,545.454 kbps, so at most 4,353 kbps of video for this rung.",
    });
  });
});

describe("segment and GOP", () => {
  it.each([
    [2.5, 2.5, []],
    [2.5, 1.25, []],
    [2.5, 0.5, ["SEGMENT_GOP_MISMATCH channel.gopSeconds"]],
    [2, 1.5, ["SEGMENT_GOP_MISMATCH channel.gopSeconds"]],
    [2, 1, []],
  ])("of %s s and %s s", (segmentSeconds, gopSeconds, problems) => {
    expect(problemsOf({ file: withChannel({ segmentSeconds, gopSeconds }) })).toEqual(problems);
  });

  it("are refused with the lengths that work", () => {
    expect(firstProblem(withChannel({ segmentSeconds: 2, gopSeconds: 1.5 }))).toMatchObject({
      message: expect.stringContaining("after 3 s"),
      hint: "Use --gop-seconds 2, 1 or 0.5 with this segment length, or --segment-seconds 1.5 or 3 with this GOP.",
    });
  });

  it("warn when the segment is unusually long", () => {
    expect(warningsOf({ file: withChannel({ segmentSeconds: 2.5 }) })).not.toContain(
      "SEGMENT_LENGTH_UNUSUAL",
    );
    expect(warningsOf({ file: withChannel({ segmentSeconds: 2.6 }) })).toContain(
      "SEGMENT_LENGTH_UNUSUAL",
    );
  });

  it("warn when a GOP is no whole number of frames", () => {
    const resolution = resolved({ file: withChannel({ ladder: [{ ...RUNG, fps: 29.97 }] }) });
    expect(
      resolution.ok &&
        resolution.warnings.find(({ code }) => code === "GOP_NOT_WHOLE_FRAMES")?.message,
    ).toContain("GOPs of 60 frames (2.002 s)");
  });

  it("refuse a GOP of less than a frame", () => {
    expect(
      problemsOf({
        file: withChannel({ ladder: [{ ...RUNG, fps: 1 }], segmentSeconds: 1, gopSeconds: 0.5 }),
      }),
    ).toEqual(["GOP_BELOW_ONE_FRAME channel.gopSeconds"]);
  });

  it.each([0.999, 60.001, 2.0005, Number.NaN])("refuse a segment of %s s", (segmentSeconds) => {
    expect(problemsOf({ file: withChannel({ segmentSeconds }) })).toEqual([
      "INVALID_VALUE channel.segmentSeconds",
    ]);
  });
});

describe("a ladder of one's own", () => {
  it("keeps the order of its rungs", () => {
    const names = ["c", "a", "b"];
    const spec = specOf({
      file: withChannel({ ladder: names.map((name) => ({ ...RUNG, name })) }),
    });
    expect(spec.channel.ladder.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    [{ width: 641 }, "INVALID_VALUE channel.ladder.0.width"],
    [{ height: 481 }, "INVALID_VALUE channel.ladder.0.height"],
    [{ name: "a b" }, "INVALID_VALUE channel.ladder.0.name"],
    [{ nameModifier: "480" }, "INVALID_VALUE channel.ladder.0.nameModifier"],
    [{ fps: 0 }, "INVALID_VALUE channel.ladder.0.fps"],
    [{ fps: 30.5 }, "INVALID_VALUE channel.ladder.0.fps"],
    [{ videoKbps: 0.5 }, "INVALID_VALUE channel.ladder.0.videoKbps"],
    [{ videoKbps: 1000.0001 }, "INVALID_VALUE channel.ladder.0.videoKbps"],
    [{ audioKbps: 0 }, "INVALID_VALUE channel.ladder.0.audioKbps"],
    [{ audioKbps: 63 }, "AUDIO_BITRATE_REFUSED channel.ladder.0.audioKbps"],
    [{ audioKbps: 577 }, "AUDIO_BITRATE_REFUSED channel.ladder.0.audioKbps"],
    [{ audioKbps: undefined }, "MISSING_MEMBER channel.ladder.0.audioKbps"],
    [{ pixelAspect: [4] }, "INVALID_VALUE channel.ladder.0.pixelAspect"],
    [{ width: 8192, height: 8192 }, "RUNG_ABOVE_H264 channel.ladder.0"],
  ])("refuses %j", (change, problem) => {
    expect(problemsOf({ file: withChannel({ ladder: [{ ...RUNG, ...change }] }) })).toContain(
      problem,
    );
  });

  it("needs unique names and name modifiers", () => {
    expect(problemsOf({ file: withChannel({ ladder: [RUNG, RUNG] }) })).toEqual([
      "RUNG_NAME_TAKEN channel.ladder.1.name",
    ]);
    const other = { ...RUNG, name: "b", nameModifier: "_a" };
    expect(problemsOf({ file: withChannel({ ladder: [RUNG, other] }) })).toEqual([
      "NAME_MODIFIER_TAKEN channel.ladder.1.nameModifier",
    ]);
  });

  it("needs 1 to 20 rungs", () => {
    expect(problemsOf({ file: withChannel({ ladder: [] }) })).toEqual([
      "INVALID_VALUE channel.ladder",
    ]);
    const many = Array.from({ length: 21 }, (_, index) => ({ ...RUNG, name: `r${index}` }));
    expect(problemsOf({ file: withChannel({ ladder: many }) })).toEqual([
      "INVALID_VALUE channel.ladder",
    ]);
    expect(problemsOf({ file: withChannel({ ladder: many.slice(1) }) })).toEqual([]);
  });

  it("refuses a maximum below the average, and says when a maximum has no effect", () => {
    const ladder = [{ ...RUNG, maxVideoKbps: 999 }];
    expect(problemsOf({ file: withChannel({ ladder, rateControl: "VBR" }) })).toEqual([
      "PEAK_BELOW_AVERAGE channel.ladder.0.maxVideoKbps",
    ]);
    expect(warningsOf({ file: withChannel({ ladder }) })).toContain("PEAK_UNUSED");
    expect(
      specOf({ file: withChannel({ ladder }) }).channel.ladder[0]?.maxVideoKbps,
    ).toBeUndefined();
  });

  it("warns about unusual audio bitrates", () => {
    expect(warningsOf({ file: withChannel({ ladder: [{ ...RUNG, audioKbps: 100 }] }) })).toContain(
      "AUDIO_BITRATE_UNUSUAL",
    );
  });
});

describe("what the origin keeps", () => {
  it("must cover the window to the second", () => {
    expect(
      problemsOf({
        file: { ...withChannel({ hls: { filecacheSeconds: 60 } }), origin: { ttlSeconds: 100 } },
      }),
    ).toEqual([]);
    const file = { ...withChannel({ hls: { filecacheSeconds: 60 } }), origin: { ttlSeconds: 99 } };
    expect(firstProblem(file)).toMatchObject({
      code: "WINDOW_OUTLIVES_TTL",
      path: "origin.ttlSeconds",
      message: expect.stringContaining("50 segments × 2 s = 100 s"),
      hint: "Use --ttl-seconds 100 or more, or --window-segments 49 or fewer.",
    });
  });

  it("must cover the filecache", () => {
    expect(problemsOf({ file: { ...LEAST, origin: { ttlSeconds: 300 } } })).toEqual([]);
    expect(problemsOf({ file: { ...LEAST, origin: { ttlSeconds: 299 } } })).toEqual([
      "FILECACHE_OUTLIVES_TTL origin.ttlSeconds",
    ]);
  });

  it("must be more than what playlists list", () => {
    expect(problemsOf({ file: withChannel({ hls: { keepSegments: 51 } }) })).toEqual([]);
    expect(problemsOf({ file: withChannel({ hls: { keepSegments: 50 } }) })).toEqual([
      "KEEP_NOT_ABOVE_WINDOW channel.hls.keepSegments",
    ]);
  });

  it("is warned about above a day, and not limited", () => {
    expect(warningsOf({ file: { ...LEAST, origin: { ttlSeconds: 86_400 } } })).not.toContain(
      "TTL_ABOVE_A_DAY",
    );
    expect(warningsOf({ file: { ...LEAST, origin: { ttlSeconds: 86_401 } } })).toContain(
      "TTL_ABOVE_A_DAY",
    );
  });

  it("is kept in a cell whose distance is mentioned", () => {
    const at = (endpoint: string) => warningsOf({ file: { ...LEAST, origin: { endpoint } } });
    expect(at("cell-4-us-west-2-1.prod.a.momentohq.com")).not.toContain("CELL_IN_ANOTHER_REGION");
    expect(at("cell-us-east-1-1.prod.a.momentohq.com")).toContain("CELL_IN_ANOTHER_REGION");
  });
});

describe("the edge", () => {
  it("must keep playlists for less than a segment", () => {
    const file = (playlistCacheSeconds: number, segmentSeconds: number) =>
      withChannel({ segmentSeconds }, { cdn: { playlistCacheSeconds } });
    expect(problemsOf({ file: file(1, 2) })).toEqual([]);
    expect(problemsOf({ file: file(2, 2) })).toEqual([
      "PLAYLIST_CACHED_TOO_LONG cdn.playlistCacheSeconds",
    ]);
    expect(problemsOf({ file: file(2, 2.5) })).toEqual([]);
    expect(problemsOf({ file: file(1, 1) })).toEqual([
      "PLAYLIST_CACHED_TOO_LONG cdn.playlistCacheSeconds",
    ]);
    expect(problemsOf({ file: file(0, 1) })).toEqual([]);
  });

  it("is warned about when it would pass the encoder's key on", () => {
    const cdn = { masterPlaylist: "origin" };
    expect(warningsOf({ file: { ...LEAST, cdn } })).toContain("MASTER_LEAKS_KEY");
    expect(
      warningsOf({ file: withChannel({ encoderAuth: "parameter-store" }, { cdn }) }),
    ).not.toContain("MASTER_LEAKS_KEY");
  });
});

describe("the input's rules", () => {
  const push = (cidr: string) =>
    warningsOf({ file: withChannel({ input: { type: "rtp-push", cidrs: [cidr] } }) });

  it("explain what a CIDR means", () => {
    expect(push("203.0.113.7/32")).toEqual(["TTL_REMOVES_FIRST"]);
    expect(push("0.0.0.0/0")).toContain("CIDR_LETS_EVERYONE_IN");
    expect(push("203.0.113.7/24")).toContain("CIDR_HAS_HOST_BITS");
    expect(push("192.168.1.7/32")).toContain("CIDR_IS_PRIVATE");
  });

  it("say that MediaLive cannot read a local file", () => {
    expect(
      warningsOf({ file: withChannel({ input: { type: "mp4-file", url: "./clip.mp4" } }) }),
    ).toContain("INPUT_IS_LOCAL");
  });

  it.each([
    ["hls-pull", "https://example.com/live.m3u8", true],
    ["hls-pull", "ftp://example.com/live.m3u8", false],
    ["hls-pull", "clip.mp4", false],
    ["mp4-file", "s3://bucket/clip.mp4", true],
    ["mp4-file", "s3ssl://bucket/clip.mp4", true],
    ["mp4-file", "file:///srv/clip.mp4", true],
    ["mp4-file", "/srv/clip.mp4", true],
    ["mp4-file", "clip.mp4", true],
    ["mp4-file", "javascript:alert(1)", false],
    ["mp4-file", "https://user:secret@example.com/clip.mp4", false],
    ["mp4-file", "https://", false],
    ["mp4-file", "", false],
    ["mp4-file", "http://exa mple.com/a.mp4", false],
  ])("judge the URL of %s: %s", (type, url, isAllowed) => {
    const problems = problemsOf({ file: withChannel({ input: { type, url } }) });
    expect(problems).toEqual(isAllowed ? [] : ["INVALID_VALUE channel.input.url"]);
  });

  it("never repeat a password in a URL", () => {
    const problem = firstProblem(
      withChannel({ input: { type: "hls-pull", url: "https://u:hunter2@example.com/" } }),
    );
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });
});

describe("other values", () => {
  it.each([
    [{ name: "ab" }, "name"],
    [{ name: "Live" }, "name"],
    [{ name: "a".repeat(33) }, "name"],
    [{ region: "us-west" }, "region"],
    [{ origin: { keyDays: 49_711 } }, "origin.keyDays"],
    [{ origin: { endpoint: "not a host" } }, "origin.endpoint"],
    [{ cdn: { playlistCacheSeconds: 0.5 } }, "cdn.playlistCacheSeconds"],
  ])("are refused: %j", (change, path) => {
    expect(problemsOf({ file: { ...LEAST, ...change } })).toContain(`INVALID_VALUE ${path}`);
  });

  it.each([
    ["arn:aws:iam::123456789012:role/MediaLiveAccessRole", true],
    ["arn:aws-us-gov:iam::123456789012:role/path/to/Role", true],
    ["arn:aws:iam::12345:role/Role", false],
    ["arn:aws:iam::123456789012:user/Role", false],
    ["MediaLiveAccessRole", false],
  ])("judge the role %s", (roleArn, isAllowed) => {
    expect(problemsOf({ file: withChannel({ roleArn }) })).toEqual(
      isAllowed ? [] : ["INVALID_VALUE channel.roleArn"],
    );
  });

  it.each([
    ["filecacheSeconds", 0, 600],
    ["restartDelaySeconds", 0, 15],
    ["windowSegments", 3, 1800],
  ])("%s goes from %i to %i", (key, lowest, highest) => {
    for (const value of [lowest, highest])
      expect(problemsOf({ file: withChannel({ hls: { [key]: value } }) })).toEqual([]);
    expect(problemsOf({ file: withChannel({ hls: { [key]: lowest - 1 } }) })).toEqual([
      `INVALID_VALUE channel.hls.${key}`,
    ]);
  });
});
