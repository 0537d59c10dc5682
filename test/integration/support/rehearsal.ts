import { mkdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Context } from "../../../src/context.ts";
import { runProgram } from "../../../src/cli/program.ts";
import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";
import { scratchFolder, type Finished } from "./cli.ts";

/** How much faster than told the program waits between its looks. */
const HASTE = 20;

export type Endpoints = RunningSandbox["endpoints"];

export type Rehearsal = {
  readonly path: string;
  readonly sandbox: RunningSandbox;
  /** Runs a command of the real program, in this process, with `--sandbox` unless it says `--no-sandbox`. */
  readonly run: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<Finished>;
  /** Lets so much time pass for the program and for the emulated clouds. */
  readonly travel: (milliseconds: number) => void;
  readonly kinds: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** A folder with a sandbox inside this process, and the program run against it: the same code, without starting Node. */
export async function rehearsal(
  options: SandboxOptions = {},
  haste = HASTE,
  /** Puts something between the program and the emulators. */
  inFront: (endpoints: Endpoints) => Promise<Endpoints> = (endpoints) => Promise.resolve(endpoints),
): Promise<Rehearsal> {
  const folder = await scratchFolder();
  let offset = 0;
  const now = (): number => Date.now() + offset;
  const sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    clock: { now, sleep },
    ...options,
  });
  const { id, momentoApiKey, momentoAccountKey, defaults, files } = sandbox;
  const keys = { momentoApiKey, momentoAccountKey };
  const endpoints = await inFront(sandbox.endpoints);
  await mkdir(join(folder.path, ".live-origin"), { mode: 0o700 });
  await writeFile(
    join(folder.path, ".live-origin/sandbox.json"),
    JSON.stringify({ id, pid: process.pid, endpoints, ...keys, defaults, files }),
    { mode: 0o600 },
  );
  const run: Rehearsal["run"] = async (args, env = {}) => {
    const text = { stdout: "", stderr: "" };
    const stream = (name: "stdout" | "stderr"): PassThrough =>
      new PassThrough().on("data", (chunk: Buffer) => {
        text[name] += chunk.toString("utf8");
      });
    const argv = args.includes("--no-sandbox") ? [...args] : [...args, "--sandbox"];
    const context: Context = {
      stdin: new PassThrough().end(),
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      env,
      cwd: folder.path,
      homeFolder: folder.path,
      host: hostname(),
      pid: process.pid,
      program: ["live-origin"],
      commandLine: ["live-origin", ...argv].join(" "),
      shell: "posix",
      clock: { now, sleep: (milliseconds, signal) => sleep(milliseconds / haste, signal) },
      random: () => 0.5,
      signal: new AbortController().signal,
      isAlive: () => true,
    };
    const code = await runProgram(argv, context);
    return { code, ...text };
  };
  return {
    path: folder.path,
    sandbox,
    run,
    travel: (milliseconds) => {
      offset += milliseconds;
    },
    kinds: () =>
      sandbox
        .inventory()
        .map(({ kind }) => kind)
        .toSorted(),
    close: async () => {
      await sandbox.close();
      await folder.remove();
    },
  };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
