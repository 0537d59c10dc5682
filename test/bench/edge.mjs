import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";
import { inTurns, times } from "./rounds.mjs";

const program = fileURLToPath(new URL("../../bin/live-origin.js", import.meta.url));
const plainServer = fileURLToPath(new URL("plain-server.mjs", import.meta.url));
const ROUNDS = 3;
const ROUND_MS = 1_500;

/** What the edge delivers from its cache, through to the origin and from its function, against a plain Node server with bodies of that size. */
export async function benchEdge() {
  const cwd = await mkdtemp(join(tmpdir(), "live-origin-bench-"));
  const flags = ["--latency", "instant", "--rtmp-port", "0"];
  const sandbox = start(program, ["sandbox", "--json", ...flags], cwd);
  const plain = [];
  try {
    await firstDocument(sandbox.stdout);
    const init = start(program, ["init", "--sandbox", "--yes", "--start", "--json"], cwd);
    const { playbackUrl } = JSON.parse(await firstDocument(init.stdout));
    const variant = new URL("playlist_720p30.m3u8", playbackUrl).href;
    const listed = (await (await fetch(variant)).text()).split("\n");
    const segment = new URL(
      listed.find((line) => /^[^#]/.test(line)),
      variant,
    ).href;
    const rows = [];
    for (const [what, url] of [
      ["edge hit, a 720p segment", segment],
      ["edge to origin, a playlist", variant],
      ["edge function, the master", playbackUrl],
    ]) {
      const { byteLength } = await (await fetch(url)).arrayBuffer();
      const peer = start(plainServer, [String(byteLength)], cwd);
      plain.push(peer);
      const port = Number(await firstLine(peer.stdout));
      rows.push(...(await compare(what, byteLength, [url, sandbox.pid], [port, peer.pid])));
    }
    return rows;
  } finally {
    for (const peer of plain) peer.kill();
    sandbox.kill("SIGINT");
    await new Promise((resolve) => {
      sandbox.once("close", resolve);
    });
    await rm(cwd, { recursive: true, force: true });
  }
}

async function compare(what, bytes, [url, pid], [port, plainPid]) {
  const runs = { edge: [], plain: [] };
  const measure = (into, at, of) => async () => {
    const figures = await load(at, of, ROUND_MS);
    runs[into].push(figures.cpuMs);
    return figures.perSecond;
  };
  const { edge, plain } = await inTurns(ROUNDS, {
    edge: measure("edge", url, pid),
    plain: measure("plain", `http://127.0.0.1:${port}/`, plainPid),
  });
  const cpu = (of) => Math.min(...runs[of]);
  return [
    [
      `${what} : plain server`,
      times(edge / plain),
      `${edge.toFixed(0)} against ${plain.toFixed(0)} requests/s of ${bytes} bytes`,
    ],
    ["  CPU for each request", times(cpu("edge") / cpu("plain")), "of the server's process"],
  ];
}

function start(script, args, cwd) {
  return spawn(process.execPath, [script, ...args], { cwd, stdio: ["ignore", "pipe", "ignore"] });
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

async function firstLine(stream) {
  for await (const chunk of stream) return String(chunk);
}
