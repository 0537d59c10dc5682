import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GatedCall } from "../../src/sandbox/index.ts";
import {
  isOurs,
  openStackBed,
  type Ended,
  type StackBed,
} from "../integration/support/stack-bed.ts";
import { nameCalls, type KillPoint } from "./kill-point.ts";
import type { ProgramCopy } from "./program-copy.ts";
import type { WarmProgram } from "./warm-program.ts";

/** An undisturbed run with what it did, each distinct call once, in order of its first. */
type Watched = Ended & {
  readonly calls: readonly string[];
  readonly writes: readonly string[];
};

export type CrashBed = Pick<StackBed, "sandbox" | "cwd" | "inventory" | "close"> & {
  readonly run: (args: readonly string[]) => Promise<Ended>;
  readonly watch: (args: readonly string[]) => Promise<Watched>;
  /** Runs the program and kills it at the point; `reached` is false when it never got there. */
  readonly kill: (
    args: readonly string[],
    point: KillPoint,
  ) => Promise<Ended & { readonly reached: boolean }>;
};

type Watcher = (phase: "before" | "after", call: GatedCall) => Promise<void>;

/** A run is too short for optimised code to pay, and the machine's cores are for the runs side by side. */
const SHORT_RUN = ["--no-opt", "--single-threaded-gc"];

/**
 * A bed in which runs are killed: on calls by the sandbox, on writes by a preload. Runs that nobody kills have a
 * process that stays.
 */
export async function openCrashBed(program: ProgramCopy, warm: WarmProgram): Promise<CrashBed> {
  let watcher: Watcher | undefined;
  const bed = await openStackBed({
    program: program.entry,
    onCall: (phase, call) => (isOurs(call) ? watcher?.(phase, call) : undefined),
  });
  const { sandbox, cwd } = bed;
  const start = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    bed.start(args, {
      execArgv: SHORT_RUN,
      env: { NODE_OPTIONS: `--require=${program.preload}`, ...env },
    });
  const log = join(cwd, "writes.log");
  return {
    sandbox,
    cwd,
    inventory: bed.inventory,
    close: bed.close,
    run: (args) => warm.run(args, cwd),
    watch: async (args) => {
      const calls = new Set<string>();
      const nameOf = nameCalls();
      watcher = (phase, call) => {
        if (phase === "before") calls.add(nameOf(call));
        return Promise.resolve();
      };
      await writeFile(log, "");
      const ended = await start(args, { LIVE_ORIGIN_CRASH_LOG: log }).ended;
      watcher = undefined;
      const writes = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
      await rm(log);
      return { ...ended, calls: [...calls], writes };
    },
    kill: async (args, point) => {
      if (point.at === "write") {
        const at = `${point.label} ${point.phase}`;
        const ended = await start(args, { LIVE_ORIGIN_CRASH_AT: at }).ended;
        return { ...ended, reached: ended.code === null };
      }
      const running = start(args, {});
      let reached = false;
      const nameOf = nameCalls();
      watcher = async (phase, call) => {
        if (reached || phase !== point.phase || nameOf(call) !== point.key) return;
        reached = true;
        const { service, operation, resource } = call;
        if (phase === "before")
          sandbox.setFaults([{ service, operation, resource, effect: "drop-before", times: 1 }]);
        running.child.kill("SIGKILL");
        await running.exited;
      };
      const ended = await running.ended;
      watcher = undefined;
      sandbox.setFaults([]);
      return { ...ended, reached };
    },
  };
}
