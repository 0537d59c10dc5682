import { Readable, Writable } from "node:stream";
import type { Context } from "../../../src/context.ts";
import type { Clock } from "../../../src/core/engine/clock.ts";
import { runProgram } from "../../../src/cli/program.ts";

export type ProgramRun = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

/** A clock on which nobody waits: a sleep is over at once and its time has passed. */
export function hastyClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: async (milliseconds, signal) => {
      ahead += milliseconds;
      await new Promise((done) => setImmediate(done));
      signal?.throwIfAborted();
    },
  };
}

/** Runs a command in this process: the same code as the bundle, thousands of times a minute. */
export async function runInProcess(
  argv: readonly string[],
  place: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<ProgramRun> {
  const text = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr"): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        done();
      },
    });
  const context: Context = {
    stdin: Readable.from([]),
    stdout: into("stdout"),
    stderr: into("stderr"),
    env: { HOME: place.cwd, ...place.env },
    cwd: place.cwd,
    homeFolder: place.cwd,
    host: "test",
    pid: process.pid,
    program: ["live-origin"],
    commandLine: ["live-origin", ...argv].join(" "),
    shell: "posix",
    clock: hastyClock(),
    random: () => 0.5,
    signal: new AbortController().signal,
    isAlive: (pid) => pid === process.pid,
  };
  const code = await runProgram(argv, context);
  return { code, ...text };
}
