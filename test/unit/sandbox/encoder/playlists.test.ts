import { expect, test } from "vitest";
import { masterPlaylist } from "../../../../src/sandbox/encoder/packaging/master-playlist.ts";
import { objectNames } from "../../../../src/sandbox/encoder/packaging/object-names.ts";
import type { Segment } from "../../../../src/sandbox/encoder/packaging/segment.ts";
import { readHlsSettings } from "../../../../src/sandbox/encoder/reading/read-hls.ts";
import { readEncoderSettings } from "../../../../src/sandbox/encoder/reading/read-encoder-settings.ts";
import { createPlaylistWindow } from "../../../../src/sandbox/encoder/upload/playlist-window.ts";
import { encoderJob, type ChannelOptions } from "./support/settings.ts";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

function master(options: ChannelOptions): string {
  const job = encoderJob(options);
  const [settings, hls] = [readEncoderSettings(job), readHlsSettings(job)];
  return masterPlaylist(settings, hls, objectNames(settings, hls, START_MS).variants);
}

/** Stores segments of these sequence numbers, two seconds each, and reads the playlist. */
function variant(
  hls: Readonly<Record<string, unknown>>,
  sequences: readonly number[],
  changes: (sequence: number) => Partial<Segment> = () => ({}),
): readonly string[] {
  const window = createPlaylistWindow(readHlsSettings(encoderJob({ hls })), 2);
  for (const sequence of sequences) {
    const startMs = START_MS + (sequence - 1) * 2000;
    const segment = {
      sequence,
      packets: Buffer.alloc(0),
      durationTicks: 180_000,
      startMs,
      discontinuity: false,
      ...changes(sequence),
    };
    window.stored(segment, `p_${String(sequence).padStart(5, "0")}.ts`);
  }
  return window.playlist().split("\n");
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test("the tutorial's master comes out to the letter, the destination's query on each variant", () => {
  const query = "?token=KEY&ttl_seconds=3600&role=origin";
  expect(master({ url: `http://127.0.0.1:9/cache/live-origin/playlist.m3u8${query}` }))
    .toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=2648800,AVERAGE-BANDWIDTH=1790800,CODECS="avc1.77.30,mp4a.40.2",RESOLUTION=640x480,FRAME-RATE=30.000
playlist_480p30.m3u8${query}
#EXT-X-STREAM-INF:BANDWIDTH=1394800,AVERAGE-BANDWIDTH=965800,CODECS="avc1.4d400d,mp4a.40.2",RESOLUTION=320x240,FRAME-RATE=30.000
playlist_240p30.m3u8${query}
#EXT-X-STREAM-INF:BANDWIDTH=4391200,AVERAGE-BANDWIDTH=2961200,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=960x720,FRAME-RATE=30.000
playlist_720p30.m3u8${query}
`);
});

test("RFC_6381, EXCLUDE and a base URL change the master as documented", () => {
  const hls = {
    codecSpecification: "RFC_6381",
    streamInfResolution: "EXCLUDE",
    baseUrlManifest: "../live/",
  };
  const lines = master({ hls }).split("\n");
  expect(lines[3]).toBe(
    '#EXT-X-STREAM-INF:BANDWIDTH=2648800,AVERAGE-BANDWIDTH=1790800,CODECS="avc1.4d401e,mp4a.40.2",FRAME-RATE=30.000',
  );
  expect(lines[4]).toBe("../live/playlist_480p30.m3u8?ttl_seconds=3600");
});

test("VBR is announced with its maximum", () => {
  const h264 = { rateControlMode: "VBR", bitrate: 1_000_000, maxBitrate: 2_000_000 };
  expect(master({ h264 })).toContain("AVERAGE-BANDWIDTH=2340800");
});

test("a variant playlist has the tutorial's form", () => {
  expect(variant({}, [1, 2]).join("\n")).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:1
#EXTINF:2.00000,
p_00001.ts
#EXTINF:2.00000,
p_00002.ts
`);
});

test("the window slides: as many segments as ordered, the media sequence equal to the first counter", () => {
  const lines = variant({ indexNSegments: 5 }, upTo(8));
  expect(lines).toContain("#EXT-X-MEDIA-SEQUENCE:4");
  expect(lines.filter((line) => line.endsWith(".ts"))).toEqual([
    "p_00004.ts",
    "p_00005.ts",
    "p_00006.ts",
    "p_00007.ts",
    "p_00008.ts",
  ]);
});

test("segments of 2.5 s give EXTINF 2.50000 and a target duration of 3", () => {
  const lines = variant({}, [1], () => ({ durationTicks: 225_000 }));
  expect(lines).toContain("#EXTINF:2.50000,");
  expect(lines).toContain("#EXT-X-TARGETDURATION:3");
});

test("2.002 s do not raise the target duration", () => {
  const lines = variant({}, [1], () => ({ durationTicks: 180_180 }));
  expect(lines).toContain("#EXTINF:2.00200,");
  expect(lines).toContain("#EXT-X-TARGETDURATION:2");
});

test("INTEGER durations, no caching by clients and a base URL for content", () => {
  const hls = {
    manifestDurationFormat: "INTEGER",
    clientCache: "DISABLED",
    baseUrlContent: "../seg/",
  };
  const lines = variant(hls, [1]);
  expect(lines).toContain("#EXT-X-ALLOW-CACHE:NO");
  expect(lines).toContain("#EXTINF:2,");
  expect(lines).toContain("../seg/p_00001.ts");
});

test("a discontinuity is tagged, and counted once it has left the window", () => {
  const jump = (sequence: number): Partial<Segment> => ({ discontinuity: sequence === 3 });
  expect(variant({}, upTo(4), jump)).toContain("#EXT-X-DISCONTINUITY");
  const later = variant({ indexNSegments: 3 }, upTo(8), jump);
  expect(later).not.toContain("#EXT-X-DISCONTINUITY");
  expect(later).toContain("#EXT-X-DISCONTINUITY-SEQUENCE:1");
  const never = variant({ discontinuityTags: "NEVER_INSERT" }, upTo(4), jump);
  expect(never.filter((line) => line.includes("DISCONTINUITY"))).toEqual([]);
});

test("after a gap the list begins anew, so that names and media sequence stay in step", () => {
  const lines = variant({}, [1, 2, 7, 8]);
  expect(lines).toContain("#EXT-X-MEDIA-SEQUENCE:7");
  expect(lines).toContain("#EXT-X-DISCONTINUITY");
  expect(lines.filter((line) => line.endsWith(".ts"))).toEqual(["p_00007.ts", "p_00008.ts"]);
});

test("program date times come each period, in UTC", () => {
  const lines = variant({ programDateTime: "INCLUDE", programDateTimePeriod: 4 }, upTo(5));
  expect(lines.filter((line) => line.includes("DATE-TIME"))).toEqual([
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.000Z",
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:09.000Z",
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:13.000Z",
  ]);
});
