import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scratchFolder, startCli, type Running } from "../integration/support/cli.ts";

const run = promisify(execFile);
const RUNGS = [
  ["480p30", "640x480"],
  ["240p30", "320x240"],
  ["720p30", "960x720"],
] as const;
/** The file's eleven seconds are no whole number of segments, so that five of them hold a seam of the loop. */
const SEGMENTS = 7;

/** An MP4 of one's own through the whole workflow, looked at behind the edge as a video engineer would. */
describe("init --sandbox --input mp4-file", () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let program: Running;
  let base: string;

  beforeAll(async () => {
    folder = await scratchFolder();
    const file = join(folder.path, "eleven seconds.mp4");
    await run("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30"],
      ...["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "11"],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file],
    ]);
    program = startCli(
      [
        ...[
          "init",
          "--sandbox",
          "--yes",
          "--for",
          "10m",
          "--latency",
          "instant",
          "--rtmp-port",
          "0",
        ],
        ...["--input", "mp4-file", "--input-url", "./eleven seconds.mp4"],
      ],
      { cwd: folder.path },
    );
    await program.seen("stderr", /Running for/);
    await program.seen("stdout", /playlist\.m3u8/);
    base = /http:\/\/[^\s]+\//.exec(program.soFar().stdout)?.[0] ?? "";
  });
  afterAll(async () => {
    program.child.kill("SIGINT");
    await program.finished;
    expect((await folder.entries()).filter((name) => name.startsWith(".live-origin"))).toEqual([]);
    await folder.remove();
  });

  test.each(RUNGS)("%s comes out at %s, unbroken across segments and seams", async (rung, size) => {
    const segments = await collect(new URL(`playlist_${rung}.m3u8`, base));
    const stream = join(folder.path, `${rung}.ts`);
    await writeFile(stream, Buffer.concat(segments.map(({ body }) => body)));
    for (const { name, seconds } of segments) {
      expect(name).toMatch(new RegExp(`^playlist_${rung}_\\d{8}T\\d{6}_\\d{5}\\.ts$`));
      expect(seconds).toBe("2.00000");
    }
    expect(await probe(stream, ["-show_entries", "stream=width,height"])).toContain(
      size.replace("x", ","),
    );
    expect(await steps(stream, "v")).toEqual(["3000"]);
    expect(await steps(stream, "a")).toEqual(["1920"]);
    const decoded = await run("ffmpeg", ["-v", "debug", "-i", stream, "-f", "null", "-"], {
      maxBuffer: 256 * 1024 * 1024,
    });
    expect(decoded.stderr).not.toContain("Continuity check failed");
    const warned = await run("ffmpeg", ["-v", "warning", "-i", stream, "-f", "null", "-"]);
    expect(warned.stderr).toBe("");
  });
});

/** Follows a live variant playlist until it has named enough segments, and takes each of them once. */
async function collect(
  playlist: URL,
): Promise<readonly { name: string; seconds: string; body: Buffer }[]> {
  const seen = new Map<string, string>();
  while (seen.size < SEGMENTS) {
    const text = await (await fetch(playlist)).text();
    for (const [, seconds, name] of text.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g))
      seen.set(name ?? "", seconds ?? "");
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  }
  return Promise.all(
    [...seen].map(async ([name, seconds]) => {
      const answer = await fetch(new URL(name, playlist));
      return { name, seconds, body: Buffer.from(await answer.arrayBuffer()) };
    }),
  );
}

async function probe(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("ffprobe", ["-v", "error", ...args, "-of", "csv=p=0", file], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The distinct steps between decode times, in ticks of 90 kHz: one value means a continuous timeline. */
async function steps(file: string, stream: "a" | "v"): Promise<readonly string[]> {
  const text = await probe(file, ["-select_streams", stream, "-show_entries", "packet=dts"]);
  const times = text
    .split("\n")
    .map((line) => Number.parseInt(line, 10))
    .filter((time) => !Number.isNaN(time));
  const found = times.slice(1).map((time, index) => String(time - (times[index] ?? 0)));
  return [...new Set(found)];
}
