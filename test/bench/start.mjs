import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuAtTerminal, cpuOf, cpuOfOurs, nodes, plainEnvironment, program } from "./run.mjs";
import { leastInTurns, times, verdict } from "./rounds.mjs";

const ROUNDS = 15;
/** What may come on top of bare node, milliseconds; of help on Node 20 and since 22. */
const HELP_MS = [10, 4];
const WAYS = [
  ["--version", ["--version"], 0, HELP_MS],
  ["--help", ["--help"], 0, HELP_MS],
  ["init --help", ["init", "--help"], 0, HELP_MS],
  ["a usage error", ["init", "--bogus"], 2, [30, 30]],
  ["a wrong value of init", ["init", "--ttl-seconds", "abc", "--sandbox", "--yes"], 2, [30, 30]],
  ["a wrong value of status", ["status", "--name", "b"], 2, [30, 30]],
  ["status --json, nothing here", ["status", "--json"], 1, [40, 40]],
];
const AT_TERMINAL = [["--version"], ["--help"], ["init", "--help"]];
const PEERS = { "create-vite --help": ["create-vite/index.js", "--help"] };

/** What a start takes until the end of its process, against node doing nothing. */
export async function benchStart() {
  const rows = [];
  for (const node of nodes()) rows.push(...(await startOf(node)));
  return rows;
}

async function startOf({ path: node, name, major }) {
  const cwd = await mkdtemp(join(tmpdir(), "live-origin-bench-"));
  const env = plainEnvironment(cwd);
  const ways = { bare: () => cpuOf(["-e", "0"], { cwd, env, node }) };
  for (const [what, args, exit] of WAYS)
    ways[what] = () => cpuOfOurs(args, { cwd, env, exit, node });
  for (const [what, [script, ...args]] of Object.entries(PEERS)) {
    const path = join(process.env.LIVE_ORIGIN_BENCH_PEERS ?? "", "node_modules", script);
    if (existsSync(path)) ways[what] = () => cpuOf([path, ...args], { cwd, env, node });
  }
  const screens = { bare: () => cpuAtTerminal(["-e", "0"], { cwd, env, node }) };
  for (const args of AT_TERMINAL)
    screens[`${args.join(" ")} at a terminal`] = () =>
      cpuAtTerminal([program, ...args], { cwd, env, node });
  try {
    const { bare: bareScreen, ...atTerminal } = await leastInTurns(ROUNDS, screens);
    const { bare, ...least } = await leastInTurns(ROUNDS, ways);
    const more = (what) => least[what] - bare;
    return [
      ...WAYS.map(([what, , , most]) => [what, most[major >= 22 ? 1 : 0]]).map(([what, mostMs]) => [
        `${name}, ${what} : bare node`,
        times(least[what] / bare),
        `${more(what).toFixed(1)} ms of CPU more; goal ${mostMs}: ${verdict(more(what) <= mostMs)}`,
      ]),
      ...Object.entries(atTerminal).map(([what, ms]) => {
        const mostMs = HELP_MS[major >= 22 ? 1 : 0];
        const moreMs = ms - bareScreen;
        return [
          `${name}, ${what} : bare node`,
          times(ms / bareScreen),
          `${moreMs.toFixed(1)} ms of CPU more; goal ${mostMs}: ${verdict(moreMs <= mostMs)}`,
        ];
      }),
      ...Object.keys(PEERS).map((what) => [
        `  ${what} : bare node`,
        least[what] === undefined ? "–" : times(least[what] / bare),
        least[what] === undefined ? "not installed" : `${more(what).toFixed(1)} ms of CPU more`,
      ]),
    ];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
