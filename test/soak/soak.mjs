// Ten minutes of the tutorial's ladder through the whole sandbox with a player on each rendition. Outside CI: `npm run soak [MINUTES]`.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const MIB = 1024 * 1024;
const LOOK_SECONDS = 30;
/** What the JS heap and the buffers besides stored media may grow by between the first and the last third. */
const MAX_GROWTH_MIB = 4;
const minutes = Number(process.argv[2] ?? 10);
const program = fileURLToPath(new URL("../../bin/live-origin.js", import.meta.url));
const probe = fileURLToPath(new URL("../e2e/support/memory-probe.cjs", import.meta.url));
const cwd = await mkdtemp(join(tmpdir(), "live-origin-soak-"));
const figures = join(cwd, "memory.jsonl");

const sandbox = spawn(process.execPath, [program, "sandbox", "--rtmp-port", "0", "--json"], {
  cwd,
  env: { ...process.env, NODE_OPTIONS: `--require=${probe}`, LIVE_ORIGIN_MEMORY_PROBE: figures },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => {
  sandbox.once("close", resolve);
});
const { endpoints } = JSON.parse(await firstDocument(sandbox.stdout));
const playing = new AbortController();
const seen = { segments: 0, bytes: 0, playlists: 0, failures: [] };
let failed = true;
try {
  const { playbackUrl } = await run("init", "--yes", "--start");
  console.log(`${playbackUrl}, ${minutes} minutes`);
  const master = await text(playbackUrl);
  const players = uris(master, playbackUrl).map(play);
  const looks = await watch();
  playing.abort();
  await Promise.all(players);
  failed = judge(looks);
} finally {
  playing.abort();
  sandbox.kill("SIGINT");
  await ended;
  await rm(cwd, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function watch() {
  const looks = [];
  const startMs = performance.now();
  const startCpu = await cpuSeconds();
  while (performance.now() - startMs < minutes * 60_000) {
    await sleep(LOOK_SECONDS * 1000);
    const look = await memory(looks.length);
    looks.push(look);
    const cpu = ((await cpuSeconds()) - startCpu) / ((performance.now() - startMs) / 1000);
    const shown = Object.entries(look).map(
      ([what, bytes]) => `${what} ${(bytes / MIB).toFixed(1)}`,
    );
    console.log(
      `${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  MiB: ${shown.join(", ")}; ${(100 * cpu).toFixed(1)} % of a core; ${seen.segments} segments, ${seen.playlists} playlists, ${seen.failures.length} failures`,
    );
  }
  return looks;
}

/** Says what grew; true when it is too much or a request failed. */
function judge(looks) {
  const third = Math.max(1, Math.floor(looks.length / 3));
  const least = (some, what) => Math.min(...some.map((look) => look[what]));
  const grown = (what) =>
    (least(looks.slice(-third), what) - least(looks.slice(0, third), what)) / MIB;
  for (const what of ["heap", "buffers", "media"])
    console.log(
      `${what} grew by ${grown(what).toFixed(2)} MiB between the first and the last third`,
    );
  for (const failure of seen.failures.slice(0, 20)) console.log(failure);
  const expected = 3 * Math.floor((minutes * 60) / 2 - 5);
  console.log(`${seen.segments} segments played, at least ${expected} expected`);
  return (
    seen.failures.length > 0 ||
    seen.segments < expected ||
    ["heap", "buffers"].some((what) => grown(what) > MAX_GROWTH_MIB)
  );
}

/** A player of one rendition: the playlist each second, each new segment once, its counters without a gap. */
async function play(variant) {
  let last;
  while (!playing.signal.aborted) {
    try {
      seen.playlists += 1;
      for (const uri of uris(await text(variant), variant)) {
        const counter = Number(/_(\d{5,})\.ts$/.exec(uri)?.[1]);
        if (last !== undefined && counter <= last) continue;
        if (last !== undefined && counter !== last + 1) fail(`${uri} follows ${last}`);
        last = counter;
        const answer = await fetch(uri);
        const body = await answer.arrayBuffer();
        seen.segments += 1;
        seen.bytes += body.byteLength;
        if (!answer.ok || body.byteLength % 188 !== 0) fail(`${uri}: ${answer.status}`);
      }
    } catch (error) {
      fail(`${variant}: ${error.message}`);
    }
    await sleep(1000, undefined, { signal: playing.signal }).catch(() => undefined);
  }
}

function fail(what) {
  seen.failures.push(`${new Date().toISOString()} ${what}`);
}

async function memory(looks) {
  const { inventory } = await (await fetch(`${endpoints.control}/inventory`)).json();
  const media = inventory.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  sandbox.kill("SIGUSR2");
  for (;;) {
    const lines = (await readFile(figures, "utf8").catch(() => "")).split("\n");
    if (lines.length > looks + 1) {
      const { heapUsed, arrayBuffers, rss } = JSON.parse(lines[looks]);
      return { heap: heapUsed, buffers: arrayBuffers - media, media, rss };
    }
    await sleep(20);
  }
}

/** CPU time of the sandbox's process so far (Linux only; else NaN). */
async function cpuSeconds() {
  const stat = await readFile(`/proc/${sandbox.pid}/stat`, "utf8").catch(() => "");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

async function run(...args) {
  const child = spawn(process.execPath, [program, ...args, "--sandbox", "--json"], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await firstDocument(child.stdout));
}

/** The JSON document that a command prints. */
async function firstDocument(stream) {
  let printed = "";
  for await (const chunk of stream) {
    printed += chunk;
    if (/^\}\n/m.test(printed)) break;
  }
  return printed;
}

async function text(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

function uris(playlist, at) {
  return playlist
    .split("\n")
    .filter((line) => /^[^#]/.test(line))
    .map((uri) => new URL(uri, at).href);
}
