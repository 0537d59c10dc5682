import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { systemClock } from "../../../src/sandbox/clock.ts";
import { startFfmpegSource } from "../../../src/sandbox/encoder/inputs/ffmpeg-source.ts";
import { createRtmpIngest } from "../../../src/sandbox/encoder/inputs/rtmp/ingest.ts";
import { createRtpIngest } from "../../../src/sandbox/encoder/inputs/rtp-ingest.ts";
import type {
  EncoderSettings,
  Gop,
  InputSettings,
  RungSettings,
} from "../../../src/sandbox/encoder/encoder-settings.ts";
import { createRestamper } from "../../../src/sandbox/encoder/packaging/restamp.ts";

const run = promisify(execFile);

const rung = (name: string, width: number, height: number, videoBitrate: number): RungSettings => ({
  name,
  width,
  height,
  fps: { numerator: 30, denominator: 1 },
  pixelAspect: { numerator: 4, denominator: 3 },
  profile: "MAIN",
  rateControl: "CBR",
  videoBitrate,
  maxVideoBitrate: videoBitrate,
  audioBitrate: 128_000,
  sampleRate: 48_000,
});

/** Two rungs of the tutorial's ladder with GOPs of one second. */
export function smallSettings(
  input: InputSettings,
  more: Partial<EncoderSettings> = {},
): EncoderSettings {
  return {
    channelId: "1234567",
    rungs: [rung("480p30", 640, 480, 1_500_000), rung("240p30", 320, 240, 750_000)],
    gopFrames: 30,
    segmentLengthSeconds: 1,
    input,
    inputLossAction: "EMIT_OUTPUT",
    ...more,
  };
}

/** A source under test with everything that it emitted and said. */
export type Recording = {
  readonly gops: readonly Gop[];
  readonly alerts: ReadonlyMap<string, string | undefined>;
  readonly notes: readonly string[];
  rtmpPort(): Promise<number>;
  /** Resolves when `done` holds; looked at after every GOP and alert. Rejects with what was seen after 60 s. */
  until(done: (recording: Recording) => boolean): Promise<void>;
  stop(): Promise<void>;
};

export type RecordOptions = {
  readonly settings: EncoderSettings;
  readonly ffmpegPath?: string;
  /** Ports of loopback that may be pulled from; all by default. */
  readonly isOwnPort?: (port: number) => boolean;
};

/** Starts the ffmpeg source on an order and records it. */
export async function record({
  settings,
  ffmpegPath,
  isOwnPort = () => true,
}: RecordOptions): Promise<Recording> {
  const gops: Gop[] = [];
  const alerts = new Map<string, string | undefined>();
  const notes: string[] = [];
  const watchers = new Set<() => void>();
  const seen = (): void => {
    for (const watcher of watchers) watcher();
  };
  const note = (text: string): void => {
    notes.push(text);
    seen();
  };
  const rtmp = createRtmpIngest({ port: 0, clock: systemClock, note });
  const rtp = createRtpIngest(systemClock, note);
  const start = startFfmpegSource({
    ffmpegPath,
    clock: systemClock,
    rtmp,
    rtp,
    note,
    isOwnPort,
    ownFile: (url) => (url.startsWith("/") ? url : undefined),
  });
  const source = await start(
    settings,
    (gop) => {
      gops.push(gop);
      seen();
    },
    (type, message) => {
      alerts.set(type, message);
      seen();
    },
  );
  const recording: Recording = {
    rtmpPort: () => rtmp.listen(),
    gops,
    alerts,
    notes,
    until: (done) =>
      new Promise((resolve, reject) => {
        const timeout = setTimeout(() => {
          watchers.delete(check);
          const seenSoFar = JSON.stringify({ gops: gops.length, alerts: [...alerts], notes });
          reject(new Error(`not seen in time: ${seenSoFar}`));
        }, 60_000);
        const check = (): void => {
          if (!done(recording)) return;
          clearTimeout(timeout);
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    stop: async () => {
      await source.stop();
      await rtmp.close();
      await rtp.close();
    },
  };
  return recording;
}

/** GOPs of one rung. */
export function gopsOf({ gops }: Recording, index: number): Gop[] {
  return gops.filter((gop) => gop.rung === index);
}

/** Every rung's GOPs follow each other without a gap or a step back, begin together, and none is marked as a break. */
export function expectOneTimeline(recording: Recording): void {
  const starts = [0, 1].map((rung) => {
    const gops = gopsOf(recording, rung);
    for (const [index, gop] of gops.entries()) {
      const before = gops[index - 1];
      if (before !== undefined)
        expect(gop.startTicks).toBe(before.startTicks + before.durationTicks);
    }
    return gops.map((gop) => gop.startTicks);
  });
  expect(starts[0]).toEqual(starts[1]);
  expect(recording.gops.filter((gop) => gop.discontinuity)).toEqual([]);
}

export type Sender = {
  /** Resolves with what it wrote to stderr when the sender is gone. */
  readonly ended: Promise<string>;
  stop(): Promise<string>;
};

/** Starts ffmpeg as a sender. */
export function send(...args: readonly string[]): Sender {
  const child = spawn("ffmpeg", ["-hide_banner", "-loglevel", "error", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => resolve(said));
  });
  return {
    ended,
    stop: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/** A folder of its own for a test's files. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "live-origin-inputs-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Makes a short 16:9 clip with moving pictures, and with a tone unless `silent`. */
export async function makeClip(path: string, seconds: number, silent = false): Promise<void> {
  const tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"];
  const picture = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"];
  await run("ffmpeg", [
    ...["-loglevel", "error", "-y", ...picture, ...(silent ? [] : tone), "-t", String(seconds)],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"],
    ...(silent ? [] : ["-c:a", "aac", "-ac", "1"]),
    ...["-movflags", "faststart", path],
  ]);
}

/** Makes a file that has audio only. */
export async function makeTone(path: string, seconds: number): Promise<void> {
  const tone = ["-f", "lavfi", "-i", "sine=frequency=440"];
  await run("ffmpeg", ["-loglevel", "error", "-y", ...tone, "-t", String(seconds), path]);
}

/** Makes a file whose picture, white in its first second and black after it, and whose tone have lengths of their own. */
export async function makeUneven(
  path: string,
  {
    pictureSeconds,
    soundSeconds,
  }: { readonly pictureSeconds: number; readonly soundSeconds: number },
): Promise<void> {
  const picture = `color=black:size=320x240:rate=30:duration=${pictureSeconds}`;
  const white = "drawbox=color=white:t=fill:enable='lt(t,1)'";
  await run("ffmpeg", [
    ...["-loglevel", "error", "-y", "-f", "lavfi", "-i", picture],
    ...["-f", "lavfi", "-i", `sine=frequency=440:sample_rate=48000:duration=${soundSeconds}`],
    ...["-vf", white, "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", path],
  ]);
}

/** `W`hite or `b`lack for each GOP of a rung, by its first picture. */
export async function brightnessOf(recording: Recording, index: number): Promise<string> {
  const folder = await temporaryFolder();
  try {
    const path = join(folder.path, "rung.ts");
    await writeFile(path, packaged(recording, index));
    const size = "select=not(mod(n\\,30)),scale=1:1,format=gray";
    const { stdout } = await run(
      "ffmpeg",
      [
        ...["-v", "error", "-i", path, "-vf", size, "-fps_mode", "passthrough"],
        "-f",
        "rawvideo",
        "pipe:1",
      ],
      { encoding: "buffer" },
    );
    return [...stdout].map((level) => (level > 128 ? "W" : "b")).join("");
  } finally {
    await folder.remove();
  }
}

/** One rung's GOPs as the encoder packages them. */
function packaged(recording: Recording, index: number): Buffer {
  const restamper = createRestamper(STREAM, true);
  const parts = gopsOf(recording, index).map((gop) => restamper.restamp(gop.packets));
  return Buffer.concat([restamper.tables(), ...parts]);
}

export type Probe = {
  readonly width: number;
  readonly height: number;
  readonly aspect: string;
  readonly profile: string;
  readonly level: number;
  readonly audioCodec: string | undefined;
  readonly audioRate: string | undefined;
  /** Distances of decoding times and how often each occurs, in ticks; backwards ones are negative. */
  readonly videoSteps: Readonly<Record<string, number>>;
  readonly audioSteps: Readonly<Record<string, number>>;
  /** What ffmpeg's decoder complained about. */
  readonly complaints: string;
};

/** Packages one rung's GOPs as the encoder does and lets ffprobe and ffmpeg judge them. */
export async function probe(recording: Recording, index: number): Promise<Probe> {
  const folder = await temporaryFolder();
  try {
    const path = join(folder.path, "rung.ts");
    await writeFile(path, packaged(recording, index));
    const shown = await run(
      "ffprobe",
      ["-v", "error", "-show_streams", "-show_packets", "-of", "json", path],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    const checked = await run("ffmpeg", ["-v", "warning", "-i", path, "-f", "null", "-"]);
    return summary(JSON.parse(shown.stdout) as Shown, checked.stderr);
  } finally {
    await folder.remove();
  }
}

const STREAM = {
  transportStreamId: 1,
  programNumber: 1,
  pmtPid: 480,
  pcrPid: 481,
  videoPid: 481,
  audioPid: 492,
};

type Shown = {
  readonly streams: readonly Record<string, string | number | undefined>[];
  readonly packets: readonly { readonly codec_type: string; readonly dts: number }[];
};

function summary({ streams, packets }: Shown, complaints: string): Probe {
  const video = streams.find((stream) => stream["codec_type"] === "video");
  const audio = streams.find((stream) => stream["codec_type"] === "audio");
  return {
    width: Number(video?.["width"]),
    height: Number(video?.["height"]),
    aspect: String(video?.["sample_aspect_ratio"]),
    profile: String(video?.["profile"]),
    level: Number(video?.["level"]),
    audioCodec: audio?.["codec_name"]?.toString(),
    audioRate: audio?.["sample_rate"]?.toString(),
    videoSteps: steps(packets.filter((packet) => packet.codec_type === "video")),
    audioSteps: steps(packets.filter((packet) => packet.codec_type === "audio")),
    complaints,
  };
}

function steps(packets: Shown["packets"]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [index, packet] of packets.entries()) {
    const before = packets[index - 1];
    if (before === undefined) continue;
    const step = String(packet.dts - before.dts);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}
