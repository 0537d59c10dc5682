import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The program as it is published: the bundle behind its version gate. */
export const PROGRAM = join(process.env["LIVE_ORIGIN_TEST_PROGRAM"] ?? ROOT, "bin/live-origin.js");

/** A folder in which the program is found by its name, as after `npm install -g`: then that is how it names itself. */
const ON_PATH = mkdtempSync(join(tmpdir(), "live-origin-path-"));
symlinkSync(PROGRAM, join(ON_PATH, "live-origin"));
process.once("exit", () => rmSync(ON_PATH, { recursive: true, force: true }));

export type Finished = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** A run that is still going: its output so far, and how to end it. */
export type Running = {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What it has printed so far. */
  readonly soFar: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves when `pattern` has appeared on the stream; rejects when the program ends first. */
  readonly seen: (stream: "stdout" | "stderr", pattern: RegExp) => Promise<void>;
};

/** Environment without anything of this machine's user: no AWS, no Momento, no CI. */
export function cleanEnv(home: string): Record<string, string> {
  return {
    PATH: `${ON_PATH}:${process.env["PATH"] ?? ""}`,
    HOME: home,
    AWS_EC2_METADATA_DISABLED: "true",
    LANG: "C.UTF-8",
  };
}

/** Starts the real command in a folder. */
export function startCli(args: readonly string[], options: RunOptions): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: { ...cleanEnv(options.cwd), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (chunk: Buffer) => {
      text[stream] += chunk.toString("utf8");
      for (const watch of watchers) watch();
    });
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  const finished = new Promise<Finished>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, ...text }));
  });
  return {
    child,
    finished,
    soFar: () => ({ ...text }),
    seen: (stream, pattern) =>
      new Promise((done, failed) => {
        const check = (): void => {
          if (!pattern.test(text[stream])) return;
          watchers.delete(check);
          done();
        };
        watchers.add(check);
        check();
        void finished.then(({ stdout, stderr }) => {
          failed(new Error(`ended before ${String(pattern)}\n${stdout}\n${stderr}`));
        });
      }),
  };
}

/** Runs the real command to its end. */
export function runCli(args: readonly string[], options: RunOptions): Promise<Finished> {
  return startCli(args, options).finished;
}

/** A folder of its own for one test, removed afterwards. */
export async function scratchFolder(): Promise<{
  readonly path: string;
  readonly entries: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "live-origin-")));
  return {
    path,
    entries: () => readdir(path, { recursive: true }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
