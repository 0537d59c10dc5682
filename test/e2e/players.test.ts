import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playInBrowser, type BrowserPlayer } from "./support/browser-player.ts";
import { startRehearsal, type Memory, type Rehearsal } from "./support/rehearsal.ts";
import { requireTool } from "./support/tools.ts";

const ARTIFACTS = fileURLToPath(new URL("../../artifacts/", import.meta.url));
const MIB = 1024 * 1024;
/** As long as hls.js plays; it chooses for itself first, then each rendition is forced for a while. */
const PLAY_SECONDS = 60;
const FORCED_FROM_SECONDS = 18;
const FORCED_SECONDS = 14;
const MEMORY_EVERY_SECONDS = 5;
/** Caches of rendered tiles and the like fill in the beginning. */
const WARM_SECONDS = 20;

/** Real players at the edge of a rehearsal of the tutorial, made by the commands. */
describe("the tutorial's ladder at the edge", () => {
  let place: Rehearsal;
  let url: string;
  const earlierSegments = new Set<string>();

  beforeAll(async () => {
    await mkdir(ARTIFACTS, { recursive: true });
    place = await startRehearsal();
    const { stdout } = await place.run("init", "--yes", "--start", "--json");
    url = (JSON.parse(stdout) as { playbackUrl: string }).playbackUrl;
  });
  afterAll(() => place.close());

  test("hls.js plays it for a minute in every rendition without a stall or an error, and memory stays flat", async () => {
    const player = await playInBrowser(url);
    try {
      const begun = await player.until(({ time, frames }) => time > 0 && frames > 0);
      const memory: Memory[] = [];
      const secondsIn = async () => (await player.report()).clock - begun.clock;
      const looking = watchMemory(place, memory, secondsIn);
      const seen = await throughAllRenditions(player, begun.clock);
      await looking;
      const last = await player.until(({ clock }) => clock - begun.clock >= PLAY_SECONDS);
      await player.screenshot(`${ARTIFACTS}hls-js-after-a-minute.png`);
      const figures = { ...last, segments: last.segments.length, memory };
      await writeFile(`${ARTIFACTS}hls-js-after-a-minute.json`, JSON.stringify(figures, null, 2));
      for (const segment of last.segments) earlierSegments.add(segment);

      expect(last.errors).toEqual([]);
      expect(last.stalls).toBe(0);
      expect(last.buffered).toBe(1);
      const played = last.time - begun.time;
      const passed = last.clock - begun.clock;
      expect(Math.abs(played - passed)).toBeLessThan(0.5);
      // 30 frames a second, all of them decoded; a busy machine may drop some on the way to the screen.
      expect(last.frames - begun.frames).toBeGreaterThan(29 * passed);
      expect(last.dropped).toBeLessThan(0.05 * last.frames);
      expect(last.audioBytes).toBeGreaterThan(played * 10_000);
      // The pixels are 4:3, so that all three are shown as 16:9.
      expect(seen).toEqual([
        { height: 240, size: [427, 240] },
        { height: 480, size: [853, 480] },
        { height: 720, size: [1280, 720] },
      ]);
      expectFlat(memory);
    } finally {
      await player.close();
    }
  });

  test("ffmpeg reads it at its own pace without a complaint", async () => {
    const { code, said, seconds } = await watch(await requireTool("ffmpeg"), [
      ...["-v", "warning", "-re", "-i", url, "-t", "12", "-map", "0:v", "-map", "0:a"],
      ...["-f", "null", "-"],
    ]);
    expect([code, said]).toEqual([0, ""]);
    expect(seconds).toBeLessThan(20);
  });

  test("mpv plays it without a complaint, at the speed of the clock", async () => {
    const { code, said, seconds } = await watch(await requireTool("mpv"), [
      ...["--no-config", "--vo=null", "--ao=null", "--length=12", "--msg-level=all=warn"],
      url,
    ]);
    expect([code, said]).toEqual([0, ""]);
    expect(seconds).toBeGreaterThan(11);
    expect(seconds).toBeLessThan(20);
  });

  test("players end within ten seconds of a stop, and after a start one that joins gets none of the earlier run's segments", async () => {
    const watchers = await Promise.all([
      endsInBrowser(url),
      endsIn("ffmpeg", ["-v", "error", "-re", "-i", url, "-f", "null", "-"]),
      endsIn("mpv", ["--no-config", "--vo=null", "--ao=null", "--msg-level=all=warn", url]),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    for (const segment of await listed(url)) earlierSegments.add(segment);
    await place.run("stop");
    const stoppedMs = performance.now();
    const ends = await Promise.all(watchers.map(async (watcher) => (await watcher()) - stoppedMs));
    expect(ends.filter((afterMs) => afterMs > 10_000)).toEqual([]);
    await place.run("start");
    const player = await playInBrowser(url);
    try {
      const seen = await player.until(({ time, segments }) => time > 6 && segments.length >= 4);
      await player.screenshot(`${ARTIFACTS}hls-js-after-a-restart.png`);
      expect(earlierSegments.size).toBeGreaterThan(60);
      const offered = [...seen.segments, ...(await listed(url))];
      expect(offered.filter((segment) => earlierSegments.has(segment))).toEqual([]);
      expect([seen.errors, seen.stalls]).toEqual([[], 0]);
      // The counter of MediaLive begins anew: only the time in the name tells the two runs' segments apart.
      expect(offered.some((segment) => /_0000\d\.ts$/u.test(segment))).toBe(true);
    } finally {
      await player.close();
    }
  });
});

/** Begins to play; gives when it has come to its end by itself, as `performance.now()` tells. */
async function endsIn(
  tool: "ffmpeg" | "mpv",
  args: readonly string[],
): Promise<() => Promise<number>> {
  const ended = watch(await requireTool(tool), args).then(({ code }) => {
    expect([tool, code]).toEqual([tool, 0]);
    return performance.now();
  });
  return () => ended;
}

async function endsInBrowser(at: string): Promise<() => Promise<number>> {
  const player = await playInBrowser(at);
  await player.until(({ time }) => time > 0);
  return async () => {
    await player.until(({ hasEnded }) => hasEnded);
    await player.close();
    return performance.now();
  };
}

/** Forces one rendition after the other; gives what was on the screen at the end of each. */
async function throughAllRenditions(player: BrowserPlayer, begun: number) {
  const seen: { readonly height: number; readonly size: readonly number[] }[] = [];
  for (const [level, height] of (await player.levels()).entries()) {
    const from = FORCED_FROM_SECONDS + level * FORCED_SECONDS;
    await player.until(({ clock }) => clock - begun >= from);
    await player.choose(level);
    const { size } = await player.until(
      ({ clock }) => clock - begun >= from + FORCED_SECONDS - 0.5,
    );
    seen.push({ height, size });
  }
  return seen;
}

async function watchMemory(
  place: Rehearsal,
  into: Memory[],
  secondsIn: () => Promise<number>,
): Promise<void> {
  for (let due = WARM_SECONDS; due <= PLAY_SECONDS;) {
    if ((await secondsIn()) >= due) {
      into.push(await place.memory());
      due += MEMORY_EVERY_SECONDS;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The last third of the looks against the first: what leaks grows in all of them. */
function expectFlat(memory: readonly Memory[]): void {
  const third = Math.floor(memory.length / 3);
  const least = (looks: readonly Memory[], what: "heap" | "buffers" | "media") =>
    Math.min(...looks.map((look) => look[what]));
  const grown = (what: "heap" | "buffers" | "media") =>
    (least(memory.slice(-third), what) - least(memory.slice(0, third), what)) / MIB;
  expect(memory.length).toBeGreaterThanOrEqual(9);
  // That media is stored meanwhile shows that the looks are real.
  expect(grown("media")).toBeGreaterThan(10);
  expect(grown("heap")).toBeLessThan(2);
  expect(grown("buffers")).toBeLessThan(4);
}

type Watched = { readonly code: number | null; readonly said: string; readonly seconds: number };

async function watch(path: string, args: readonly string[]): Promise<Watched> {
  const startedMs = performance.now();
  const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { code, said: said.trim(), seconds: (performance.now() - startedMs) / 1000 };
}

/** URLs of all segments in all variant playlists as they are now. */
async function listed(master: string): Promise<readonly string[]> {
  const uris = async (at: string) =>
    (await (await fetch(at)).text())
      .split("\n")
      .filter((line) => /^[^#]/u.test(line))
      .map((uri) => new URL(uri, at).href);
  const variants = await uris(master);
  return (await Promise.all(variants.map(uris))).flat();
}
