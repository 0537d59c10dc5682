import { expect, test } from "vitest";
import { diagnoseRun } from "../../../../src/sandbox/encoder/inputs/diagnose-run.ts";
import { refusedCodec } from "../../../../src/sandbox/encoder/inputs/taken-codecs.ts";

const streams = (...codecs: readonly string[]) =>
  codecs.map((each) => {
    const [kind = "", codec = ""] = each.split(" ");
    return { kind, codec };
  });

test.each([
  ["MP4_FILE", ["Video vp9", "Audio aac"], "video"],
  ["MP4_FILE", ["Video hevc", "Audio aac"], undefined],
  ["MP4_FILE", ["Video h264", "Audio opus"], "audio"],
  ["MP4_FILE", ["Video mjpeg", "Video h264", "Audio aac"], undefined],
  ["URL_PULL", ["Video hevc", "Audio aac"], "video"],
  ["URL_PULL", ["Video h264", "Audio ac3"], undefined],
  ["SRT_CALLER", ["Video mpeg2video", "Audio mp2"], undefined],
  ["RTP_PUSH", ["Video av1"], "video"],
  ["RTMP_PUSH", ["Video vp9"], undefined],
] as const)("MediaLive's %s with %s lacks %s", (type, codecs, lacks) => {
  expect(refusedCodec(type, streams(...codecs))?.lacks).toBe(lacks);
});

test("what MediaLive takes is named", () => {
  expect(refusedCodec("MP4_FILE", streams("Video vp9"))?.says).toBe(
    "the input has vp9; MediaLive takes H.264, H.265 and MPEG-2 from an MP4 file",
  );
  expect(refusedCodec("URL_PULL", streams("Video hevc"))?.says).toBe(
    "the input has hevc; MediaLive takes H.264 from an HLS playlist",
  );
});

test("pictures that cannot be decoded are named as that, not by ffmpeg's last line", () => {
  const lines = ["Error marking filters as finished"];
  const [lastLine = ""] = lines;
  const end = { code: 1, lines, lastLine, streams: streams("Video h264") };
  expect(diagnoseRun(end).says).toContain("holds h264, and no picture of that can be decoded");
  expect(diagnoseRun({ ...end, streams: [] }).says).toContain(lastLine);
  const stopped = { ...end, lines: ["http://host/x.mp4: Immediate exit requested"], streams: [] };
  expect(diagnoseRun(stopped)).toMatchObject({
    lacks: "nothing",
    says: expect.stringMatching(/in time$/),
  });
});
