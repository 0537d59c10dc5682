import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn as spawnAtTerminal } from "@lydell/node-pty";

/** This program's start. */
export const program = fileURLToPath(new URL("../../bin/live-origin.js", import.meta.url));
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Takes the stack of its usual name away. */
export const TEARDOWN = ["teardown", "--sandbox", "--confirm", "live-origin", "--no-input"];

/** CPU milliseconds of a whole process of Node. Throws when it ends otherwise than expected. */
export function cpuOf(args, { cwd, exit = 0, env, node = process.execPath }) {
  const { status, output, stderr } = spawnSync(node, ["-r", at("cpu-at-exit.cjs"), ...args], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  if (status !== exit)
    throw new Error(`node ${args.join(" ")} exits ${status}: ${stderr.toString()}`);
  return Number(output[3]);
}

/** The same of a process at a terminal of its own, 80 columns wide. */
export async function cpuAtTerminal(args, { cwd, env, node = process.execPath }) {
  const told = join(cwd, "cpu");
  const child = spawnAtTerminal(node, ["-r", at("cpu-at-exit.cjs"), ...args], {
    cwd,
    cols: 80,
    env: { ...env, BENCH_CPU: told },
  });
  const code = await new Promise((resolve) => {
    child.onExit(({ exitCode }) => resolve(exitCode));
  });
  if (code !== 0) throw new Error(`node ${args.join(" ")} exits ${code}`);
  return Number(await readFile(told, "utf8"));
}

/** CPU milliseconds of this program. */
export function cpuOfOurs(args, options) {
  return cpuOf([program, ...args], options);
}

/** The Nodes with which a start is measured: this one and those that LIVE_ORIGIN_BENCH_NODES names, with a colon between two. */
export function nodes() {
  const others = (process.env.LIVE_ORIGIN_BENCH_NODES ?? "").split(delimiter).filter(Boolean);
  return [process.execPath, ...others].map((path) => {
    const version = spawnSync(path, ["-p", "process.versions.node"]).stdout.toString();
    const [major, minor] = version.split(".").map(Number);
    return { path, major, name: `Node ${major}.${minor}` };
  });
}

/** The environment of somebody who has set nothing: a profile's region would be looked at, a variable like one of ours refused. */
export function plainEnvironment(home) {
  const isPlain = (name) => !/^(?:AWS_|LIVE_ORIGIN_|CI$|AI_AGENT$|CLAUDECODE$)/.test(name);
  const kept = Object.entries(process.env).filter(([name]) => isPlain(name));
  return { ...Object.fromEntries(kept), HOME: home };
}

/** A folder of its own with a sandbox in it, which answers at once; its calls can be counted. */
export async function openSandbox(flags = []) {
  const cwd = await mkdtemp(join(tmpdir(), "live-origin-bench-"));
  const args = [program, "sandbox", "--json", "--latency", "instant", "--rtmp-port", "0", ...flags];
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "ignore"] });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (/^\}\n/m.test(printed)) break;
  }
  child.stdout.resume();
  const { endpoints } = JSON.parse(await readFile(join(cwd, ".live-origin/sandbox.json"), "utf8"));
  return {
    cwd,
    pid: child.pid,
    endpoints,
    /** The calls of what is done meanwhile, as lines; the log keeps a thousand. */
    async callsDuring(work) {
      const log = async () => (await (await fetch(`${endpoints.control}/log`)).json()).lines;
      const before = new Set((await log()).map((line) => JSON.stringify(line)));
      await work();
      return (await log()).filter((line) => !before.has(JSON.stringify(line)));
    },
    async close() {
      child.kill("SIGINT");
      await new Promise((resolve) => {
        child.once("close", resolve);
      });
      await rm(cwd, { recursive: true, force: true });
    },
  };
}

/** Runs this program and gives the document that it prints; tells what it says meanwhile. */
export async function printed(args, { cwd }, said = () => {}) {
  const child = spawn(process.execPath, [program, ...args, "--json"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  child.stderr.on("data", (chunk) => {
    errors += chunk;
    said(String(chunk));
  });
  const code = await new Promise((resolve) => {
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${args.join(" ")} exits ${code}: ${text}${errors}`);
  return JSON.parse(text);
}
