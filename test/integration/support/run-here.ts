import { hostname } from "node:os";
import { PassThrough } from "node:stream";
import type { Context } from "../../../src/context.ts";
import type { Clock } from "../../../src/core/engine/clock.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { isProcessAlive } from "../../../src/platform/process-alive.ts";

/** Where and when a run is. */
export type RunPlace = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Of a terminal that both streams are; pipes unless told. */
  readonly columns?: number | undefined;
};

/** Runs a command of the real program in this process: the same code as the bundle, without starting Node. */
export async function runHere(
  argv: readonly string[],
  { cwd, env, clock, columns }: RunPlace,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const text = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr"): PassThrough =>
    Object.assign(
      new PassThrough().on("data", (chunk: Buffer) => {
        text[name] += chunk.toString("utf8");
      }),
      columns === undefined ? {} : { isTTY: true, columns },
    );
  const context: Context = {
    stdin: new PassThrough().end(),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    env,
    cwd,
    homeFolder: cwd,
    host: hostname(),
    pid: process.pid,
    program: ["live-origin"],
    commandLine: ["live-origin", ...argv].join(" "),
    shell: "posix",
    clock,
    random: () => 0.5,
    signal: new AbortController().signal,
    isAlive: isProcessAlive,
  };
  const code = await runProgram(argv, context);
  return { code, ...text };
}

/** A clock whose waits are so many times shorter than told, and whose time is the real one with what `ahead` adds. */
export function hastyClock(haste: number, ahead: () => number = () => 0): Clock {
  return {
    now: () => Date.now() + ahead(),
    sleep: (milliseconds, signal) => sleep(milliseconds / haste, signal),
  };
}

/** Rejects with the signal's reason when it aborts first. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
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
