import { describe, expect, it } from "vitest";
import { h264LevelOf } from "../../../src/config/ladder/h264-level.ts";
import { LADDERS } from "../../../src/config/ladder/ladder.ts";
import { predictMaster, variantName } from "../../../src/config/ladder/master-playlist.ts";

const TUTORIAL_MASTER = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=2648800,AVERAGE-BANDWIDTH=1790800,CODECS="avc1.77.30,mp4a.40.2",RESOLUTION=640x480,FRAME-RATE=30.000
playlist_480p30.m3u8?token=KEY&ttl_seconds=3600&role=origin
#EXT-X-STREAM-INF:BANDWIDTH=1394800,AVERAGE-BANDWIDTH=965800,CODECS="avc1.4d400d,mp4a.40.2",RESOLUTION=320x240,FRAME-RATE=30.000
playlist_240p30.m3u8?token=KEY&ttl_seconds=3600&role=origin
#EXT-X-STREAM-INF:BANDWIDTH=4391200,AVERAGE-BANDWIDTH=2961200,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=960x720,FRAME-RATE=30.000
playlist_720p30.m3u8?token=KEY&ttl_seconds=3600&role=origin
`;

describe("the predicted master playlist", () => {
  it("is the tutorial's, to the last figure", () => {
    const master = predictMaster(
      { ladder: LADDERS.tutorial, rateControl: "CBR" },
      { query: "token=KEY&ttl_seconds=3600&role=origin" },
    );
    expect(master).toBe(TUTORIAL_MASTER);
  });

  it("carries no query string without one, as the edge serves it", () => {
    const master = predictMaster({ ladder: LADDERS.tutorial, rateControl: "CBR" });
    expect(master).not.toContain("?");
    expect(master).toBe(TUTORIAL_MASTER.replaceAll(/\?.*/g, ""));
  });

  it("uses the stated maximum as peak with VBR", () => {
    const [rung] = LADDERS.mobile;
    const ladder = rung === undefined ? [] : [{ ...rung, maxVideoKbps: 1800 }];
    const master = predictMaster({ ladder, rateControl: "VBR" });
    expect(master).toContain("BANDWIDTH=2120800,AVERAGE-BANDWIDTH=1460800");
  });

  it("prints fractional frame rates with three digits", () => {
    const [rung] = LADDERS.hd;
    const ladder = rung === undefined ? [] : [{ ...rung, fps: 29.97 }];
    expect(predictMaster({ ladder, rateControl: "CBR" })).toContain("FRAME-RATE=29.970");
  });

  it("names variants after the base name and the modifier", () => {
    expect(LADDERS.hd.map(variantName)).toEqual([
      "playlist_480p30.m3u8",
      "playlist_240p30.m3u8",
      "playlist_720p30.m3u8",
      "playlist_1080p30.m3u8",
    ]);
  });
});

describe("the H.264 level", () => {
  it.each([
    [320, 240, 30, 750, 13],
    [320, 240, 30, 769, 20],
    [640, 480, 30, 1500, 30],
    [960, 720, 30, 2500, 31],
    [1280, 720, 60, 5000, 32],
    [1920, 1080, 30, 5000, 40],
    [1920, 1080, 30, 20_001, 41],
    [1920, 1080, 60, 8000, 42],
    [3840, 2160, 30, 20_000, 51],
    [3840, 2160, 60, 30_000, 52],
  ])("of %ix%i at %i fps and %i kbps is %i", (width, height, fps, videoKbps, level) => {
    expect(h264LevelOf({ width, height, fps, videoKbps })).toBe(level);
  });

  it("does not exist above 5.2", () => {
    expect(h264LevelOf({ width: 7680, height: 4320, fps: 30, videoKbps: 50_000 })).toBeUndefined();
    expect(h264LevelOf({ width: 8192, height: 64, fps: 1, videoKbps: 1000 })).toBe(51);
  });
});
