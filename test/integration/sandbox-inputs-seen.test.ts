import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { INPUT_ALERT } from "../../src/sandbox/encoder/inputs/input-alerts.ts";
import {
  gopsOf,
  makeClip,
  record,
  type Recording,
  send,
  smallSettings,
  temporaryFolder,
} from "./support/encoder-inputs.ts";
import {
  AAC_FRAME,
  AAC_HEADER,
  enhancedVideo,
  H264_HEADER,
  publishRaw,
  type RawMessage,
} from "./support/rtmp-sender.ts";

const { available } = await ffmpegAvailability();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  if (available) await makeClip(join(folder.path, "clip.mp4"), 4);
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(() => folder.remove());

async function start(): Promise<{ readonly recording: Recording; readonly port: number }> {
  const input = {
    type: "RTMP_PUSH",
    app: "live",
    instance: "show",
    cidrs: () => ["127.0.0.1/32"],
  } as const;
  const recording = await record({ settings: smallSettings(input) });
  open.push(() => recording.stop());
  return { recording, port: await recording.rtmpPort() };
}

const clipTo = (port: number): readonly string[] => [
  ...["-re", "-stream_loop", "-1", "-i", join(folder.path, "clip.mp4")],
  ...["-c", "copy", "-f", "flv", `rtmp://127.0.0.1:${port}/live/show`],
];

const says = (seen: Recording): string =>
  [...seen.alerts.values()].filter((message) => message !== undefined).join(" ");
const isLive = (seen: Recording): boolean => gopsOf(seen, 0).length > 0 && says(seen) === "";

test.runIf(available).each<readonly [string, readonly RawMessage[], RegExp]>([
  [
    "HEVC by Enhanced RTMP",
    [enhancedVideo("hvc1"), AAC_HEADER, AAC_FRAME],
    /The encoder sends HEVC; MediaLive takes H\.264 over RTMP\./u,
  ],
  [
    "AV1 by Enhanced RTMP",
    [enhancedVideo("av01"), AAC_HEADER, AAC_FRAME],
    /The encoder sends AV1; MediaLive takes H\.264 over RTMP\./u,
  ],
  [
    "VP9 by Enhanced RTMP",
    [enhancedVideo("vp09"), AAC_HEADER, AAC_FRAME],
    /The encoder sends VP9; MediaLive takes H\.264 over RTMP\./u,
  ],
  [
    "HEVC by a codec number",
    [{ type: 9, body: "1c01000000" }],
    /The encoder sends HEVC; MediaLive takes H\.264 over RTMP\./u,
  ],
  ["audio alone", [AAC_HEADER, AAC_FRAME], /Audio, but no video: the encoder sends only AAC\./u],
  ["nothing at all", [], /An encoder is connected, but sends neither video nor audio\./u],
  [
    "H.264 with Opus",
    [H264_HEADER, { type: 8, body: "904f70757300" }],
    /The encoder sends Opus; MediaLive takes AAC over RTMP\./iu,
  ],
])(
  "%s: nothing is written, the alert says what arrives, and it goes with its sender",
  async (_, messages, wanted) => {
    const { recording, port } = await start();
    const publisher = await publishRaw(port, "live", "show");
    open.push(() => publisher.close());
    publisher.repeat(...messages);
    await recording.until((seen) => wanted.test(says(seen)));
    expect(recording.gops).toEqual([]);
    publisher.close();
    await recording.until((seen) => /Nobody sends to this input/u.test(says(seen)));
    expect(says(recording)).not.toMatch(wanted);
    const sender = send(...clipTo(port));
    open.push(() => sender.stop());
    await recording.until(isLive);
  },
);

test.runIf(available)(
  "a picture without sound is shown, with an alert for as long as it lasts",
  async () => {
    const { recording, port } = await start();
    const mute = send(...clipTo(port).flatMap((one) => (one === "copy" ? ["copy", "-an"] : [one])));
    open.push(() => mute.stop());
    await recording.until((seen) => gopsOf(seen, 0).length > 0);
    expect(says(recording)).toBe("Video, but no audio: the encoder sends only H.264.");
    expect(recording.alerts.get(INPUT_ALERT.audio)).toBe(says(recording));
    await mute.stop();
    const whole = send(...clipTo(port));
    open.push(() => whole.stop());
    await recording.until(isLive);
  },
);

test.runIf(available)(
  "a frozen publisher loses its place, and its reconnect is let in",
  async () => {
    const { recording, port } = await start();
    const frozen = spawn("ffmpeg", ["-loglevel", "error", ...clipTo(port)], { stdio: "ignore" });
    open.push(() => frozen.kill("SIGKILL"));
    await recording.until(isLive);
    frozen.kill("SIGSTOP");
    await recording.until((seen) => says(seen) !== "");
    const again = send(...clipTo(port));
    open.push(() => again.stop());
    await recording.until(isLive);
    frozen.kill("SIGCONT");
    await once(frozen, "close");
    expect(isLive(recording)).toBe(true);
  },
);

test("a publisher that falls silent is sent away within ten seconds, though nobody asks for its place", async () => {
  const { port } = await start();
  const silent = await publishRaw(port, "live", "show");
  silent.repeat(AAC_HEADER, AAC_FRAME);
  silent.fallSilent();
  const since = Date.now();
  await silent.closed;
  expect(Date.now() - since).toBeLessThan(10_000);
});
