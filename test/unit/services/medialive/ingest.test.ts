import { expect, test } from "vitest";
import { describeIngest } from "../../../../src/services/medialive/ingest.ts";
import type { Input } from "../../../../src/config/spec.ts";
import { recorded, contextOf, tutorialSpec } from "../tutorial-context.ts";

const ingestOf = (input: Input, url?: string) =>
  describeIngest(
    contextOf(
      tutorialSpec({ channel: { input } }),
      url === undefined ? {} : { input: recorded({ id: "2222222", url }) },
    ),
  );

test("an RTMP push is told as OBS wants it, and as an ffmpeg line", () => {
  const input = { type: "rtmp-push", cidrs: ["0.0.0.0/0"], streamName: "live/stream" } as const;
  const ingest = ingestOf(input, "rtmp://203.0.113.9:1935/live/stream");
  expect(ingest).toMatchObject({
    direction: "push",
    server: "rtmp://203.0.113.9:1935/live",
    streamKey: "stream",
  });
  expect(ingest?.ffmpeg).toBe(
    "ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440:sample_rate=48000 -c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 5000k -g 60 -c:a aac -b:a 192k -f flv rtmp://203.0.113.9:1935/live/stream",
  );
});

test("an RTP push goes as a transport stream in whole packets", () => {
  const ingest = ingestOf({ type: "rtp-push", cidrs: ["0.0.0.0/0"] }, "rtp://203.0.113.9:5000");
  expect(ingest?.ffmpeg).toContain("-f rtp_mpegts 'rtp://203.0.113.9:5000?pkt_size=1316'");
  expect(ingest).not.toHaveProperty("streamKey");
});

test("an SRT caller is called: the encoder listens, with the latency in microseconds", () => {
  const ingest = ingestOf({
    type: "srt-caller",
    address: "198.51.100.7",
    port: 9000,
    latencyMs: 250,
  });
  expect(ingest).toMatchObject({ direction: "listen", url: "srt://198.51.100.7:9000" });
  expect(ingest?.ffmpeg).toContain("'srt://0.0.0.0:9000?mode=listener&latency=250000'");
});

test.each(["hls-pull", "mp4-file"] as const)(
  "%s is fetched: there is nothing to push to",
  (type) => {
    const ingest = ingestOf({ type, url: "https://example.com/x" });
    expect(ingest).toMatchObject({ direction: "pull", url: "https://example.com/x" });
    expect(ingest).not.toHaveProperty("ffmpeg");
  },
);

test("there is none for a push input that is not made yet, nor for an input by id", () => {
  expect(ingestOf({ type: "rtp-push", cidrs: ["0.0.0.0/0"] })).toBeUndefined();
  expect(ingestOf({ type: "existing", id: "7654321" })).toBeUndefined();
});
