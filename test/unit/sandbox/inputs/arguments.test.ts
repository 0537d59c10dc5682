import { expect, test } from "vitest";
import {
  pullArguments,
  pullSecrets,
} from "../../../../src/sandbox/encoder/inputs/pull-arguments.ts";
import { rungArguments } from "../../../../src/sandbox/encoder/inputs/rung-arguments.ts";
import { aRung, someSettings } from "./settings.ts";

const oneRung = (more: Parameters<typeof aRung>[0]): string =>
  rungArguments(someSettings({ rungs: [aRung(more)] }), "superfast").join(" ");

test("a rung's arguments are what an engineer would write by hand", () => {
  expect(rungArguments(someSettings({ rungs: [aRung()], gopFrames: 60 }), "superfast")).toEqual([
    "-filter_complex",
    [
      "[0:v:0]split=1[s0]",
      "[s0]fps=30/1:start_time=0," +
        "scale=w='if(gte(dar,320*4/3/240),320,min(320,2*round(240*dar/(4/3)/2)))'" +
        ":h='if(gte(dar,320*4/3/240),min(240,2*round(320*(4/3)/dar/2)),240)'," +
        "pad=320:240:(ow-iw)/2:(oh-ih)/2,setsar=4/3,format=yuv420p[v0]",
    ].join(";"),
    ..."-map [v0] -c:v libx264 -preset superfast -profile:v main -level:v 1.3".split(" "),
    ..."-bf 0 -sc_threshold 0 -g 60 -keyint_min 60".split(" "),
    ..."-force_key_frames expr:gte(n,n_forced*60)".split(" "),
    ..."-b:v 750000 -maxrate 750000 -bufsize 750000 -map 0:a:0?".split(" "),
    ..."-af aresample=async=1:first_pts=0 -c:a aac -ac 2 -ar 48000 -b:a 128000".split(" "),
    ..."-f mpegts -pes_payload_size 0 -flush_packets 1".split(" "),
    ..."-max_interleave_delta 1000000 pipe:3".split(" "),
  ]);
});

test("every rung has its own pipe, in the order of the ladder", () => {
  const pipes = rungArguments(someSettings(), "superfast").filter((each) =>
    each.startsWith("pipe:"),
  );
  expect(pipes).toEqual(["pipe:3", "pipe:4"]);
});

test("VBR and QVBR are bounded by the maximum bitrate", () => {
  const limits = { videoBitrate: 1_000_000, maxVideoBitrate: 1_500_000 };
  expect(oneRung({ rateControl: "VBR", ...limits })).toContain(
    "-b:v 1000000 -maxrate 1500000 -bufsize 3000000",
  );
  expect(oneRung({ rateControl: "QVBR", ...limits })).toContain(
    "-crf 23 -maxrate 1500000 -bufsize 3000000",
  );
});

test("a rung's own level, profile, GOP and lack of audio are obeyed", () => {
  const text = oneRung({ level: 41, profile: "HIGH", gopFrames: 45, audioBitrate: 0 });
  expect(text).toContain("-profile:v high -level:v 4.1");
  expect(text).toContain("-g 45 -keyint_min 45 -force_key_frames expr:gte(n,n_forced*45)");
  expect(text).toContain("-an");
  expect(text).not.toContain("0:a:0");
});

test("a looped file is read for ever at its own pace, and once when it does not loop", () => {
  const own = (): string => "/shows/it's a clip.mp4";
  const looped = pullArguments({ type: "MP4_FILE", url: "http://own", loop: true }, own);
  expect(looped.inputArguments.join(" ")).toBe(
    "-re -protocol_whitelist file,pipe -format_whitelist concat,mov -f concat -safe 0 -i pipe:0",
  );
  const lines = looped.inputText?.trimEnd().split("\n") ?? [];
  expect(lines.length).toBeGreaterThan(1_000);
  expect(new Set(lines)).toEqual(new Set([String.raw`file 'file:/shows/it'\''s a clip.mp4'`]));
  const once = pullArguments({ type: "MP4_FILE", url: "http://own", loop: false }, own);
  expect(once.inputArguments.join(" ")).toBe(
    "-re -protocol_whitelist file -f mov -i file:/shows/it's a clip.mp4",
  );
});

test("a network read does not wait for ever", () => {
  const url = "http://127.0.0.1:8000/live.m3u8";
  expect(pullArguments({ type: "URL_PULL", url }).inputArguments.join(" ")).toBe(
    `-re -dts_delta_threshold 1 -protocol_whitelist http,https,httpproxy,tls,tcp,crypto -rw_timeout 8000000 -f hls -i ${url}`,
  );
});

test("SRT is dialled with its latency and stream id, and the id counts as a secret", () => {
  const input = {
    type: "SRT_CALLER",
    address: "192.0.2.1",
    port: 9000,
    streamId: "#!::r=key",
    latencyMs: 120,
  } as const;
  expect(pullArguments(input).inputArguments.join(" ")).toBe(
    "-dts_delta_threshold 1 -mode caller -latency 120000 -srt_streamid #!::r=key -connect_timeout 3000 -f mpegts -i srt://192.0.2.1:9000",
  );
  expect(pullSecrets(input)).toEqual(["#!::r=key"]);
});
