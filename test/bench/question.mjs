import { mkdtemp, rm } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { nodes, plainEnvironment, program } from "./run.mjs";
import { leastInTurns, times, verdict } from "./rounds.mjs";

const ROUNDS = 9;
/** The goal on Node 22: so many times bare node, and milliseconds besides. */
const GOAL = { times: 1.25, ms: 40 };
/** Other wizards, where LIVE_ORIGIN_BENCH_PEERS names a folder in which they are installed. */
const PEERS = { "create-vite": { script: "create-vite/index.js", sees: /Project name/ } };
const CPU = `(${String(cpuMs)})`;

/** CPU until the first question is on screen, against node doing nothing, and beside other wizards. */
export async function benchQuestion() {
  const rows = [];
  for (const node of nodes()) rows.push(...(await questionOf(node)));
  return rows;
}

async function questionOf({ path: executable, name: version }) {
  const cwd = await mkdtemp(join(tmpdir(), "live-origin-bench-"));
  const folder = process.env.LIVE_ORIGIN_BENCH_PEERS;
  const bare = `const { existsSync, readdirSync, readFileSync } = require("fs"); console.log("at " + ${CPU}("self") + " ms")`;
  const ways = {
    node: () => untilSeen(executable, ["-e", bare], { sees: /at [\d.]+ ms/, cwd }),
    ours: () => untilSeen(executable, [program, "init"], { sees: /for real/, cwd }),
  };
  for (const [name, { script, sees }] of Object.entries(PEERS)) {
    const path = join(folder ?? "", "node_modules", script);
    if (folder !== undefined && existsSync(path))
      ways[name] = () => untilSeen(executable, [path], { sees, cwd });
  }
  try {
    const least = await leastInTurns(ROUNDS, ways);
    const most = GOAL.times * least.node + GOAL.ms;
    return [
      [
        `${version}, first question : bare node`,
        times(least.ours / least.node),
        `${least.ours.toFixed(0)} ms of CPU against ${least.node.toFixed(0)}; goal ${most.toFixed(0)}: ${verdict(least.ours <= most)}`,
      ],
      ...Object.keys(PEERS).map((name) => [
        `  ${name} : bare node`,
        least[name] === undefined ? "–" : times(least[name] / least.node),
        least[name] === undefined ? "not installed" : `${least[name].toFixed(0)} ms of CPU`,
      ]),
    ];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Starts node at a terminal of its own and gives what CPU it took until its screen shows something. */
function untilSeen(executable, args, { sees, cwd }) {
  return new Promise((resolve, reject) => {
    const env = plainEnvironment(cwd);
    const child = spawn(executable, args, { cwd, cols: 100, rows: 30, env });
    let screen = "";
    let spent;
    child.onData((text) => {
      screen += text;
      if (spent !== undefined || !sees.test(screen)) return;
      spent = Number(/^at ([\d.]+) ms/m.exec(screen)?.[1] ?? cpuMs(child.pid));
      child.kill("SIGKILL");
    });
    child.onExit(() =>
      spent === undefined ? reject(new Error(`not seen: ${screen}`)) : resolve(spent),
    );
  });
}

/** CPU milliseconds of a process so far, all threads; NaN where there is no /proc. */
function cpuMs(pid) {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return Number.NaN;
  const spent = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]),
  );
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}
