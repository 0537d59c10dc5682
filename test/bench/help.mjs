import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { inTurns, times } from "./rounds.mjs";

const program = fileURLToPath(new URL("../../bin/live-origin.js", import.meta.url));
const ROUNDS = 15;

/** How long `--help` and `--version` take, against node doing nothing. */
export async function benchHelp() {
  const run = (...args) => {
    const startMs = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} exits ${status}`);
    return performance.now() - startMs;
  };
  const { node, help, version } = await inTurns(ROUNDS, {
    node: () => run("-e", "0"),
    help: () => run(program, "--help"),
    version: () => run(program, "--version"),
  });
  return [
    ["--help : bare node", times(help / node), `${(help - node).toFixed(0)} ms more`],
    ["--version : bare node", times(version / node), `${(version - node).toFixed(0)} ms more`],
  ];
}
