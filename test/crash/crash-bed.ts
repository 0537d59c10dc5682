import { spawn } from "node:child_process";
import { mkdtemp, mkdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startSandbox,
  type GatedCall,
  type InventoryItem,
  type RunningSandbox,
} from "../../src/sandbox/index.ts";
import { isOurs, nameCalls, type KillPoint } from "./kill-point.ts";
import type { ProgramCopy } from "./program-copy.ts";

/** How a run of the program ended. `code` is null when it was killed. */
export type Ended = { readonly code: number | null; readonly output: string };

/** An undisturbed run with what it did, each distinct call once, in order of its first. */
export type Watched = Ended & {
  readonly calls: readonly string[];
  readonly writes: readonly string[];
};

export type CrashBed = {
  readonly sandbox: RunningSandbox;
  readonly folder: string;
  readonly run: (args: readonly string[]) => Promise<Ended>;
  readonly watch: (args: readonly string[]) => Promise<Watched>;
  /** Runs the program and kills it at the point; `reached` is false when it never got there. */
  readonly kill: (
    args: readonly string[],
    point: KillPoint,
  ) => Promise<Ended & { readonly reached: boolean }>;
  readonly inventory: () => readonly InventoryItem[];
  readonly close: () => Promise<void>;
};

type Watcher = (phase: "before" | "after", call: GatedCall) => Promise<void>;

/** The longest run takes seconds; one that hangs is a failure of its own. */
const RUN_DEADLINE_MS = 60_000;

/** A sandbox in this process and a folder in which the program, in a process of its own, uses it. */
export async function openBed(program: ProgramCopy): Promise<CrashBed> {
  let watcher: Watcher | undefined;
  const sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    onCall: (phase, call) => (isOurs(call) ? watcher?.(phase, call) : undefined),
  });
  const folder = await realpath(await mkdtemp(join(tmpdir(), "live-origin-crash-")));
  await mkdir(join(folder, ".live-origin"));
  await writeFile(
    join(folder, ".live-origin/sandbox.json"),
    JSON.stringify({
      id: sandbox.id,
      pid: process.pid,
      endpoints: sandbox.endpoints,
      momentoApiKey: sandbox.momentoApiKey,
      defaults: sandbox.defaults,
    }),
  );

  const start = (args: readonly string[], env: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, [program.entry, ...args, "--sandbox"], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: "true",
        NODE_OPTIONS: `--require=${program.preload}`,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: RUN_DEADLINE_MS,
      killSignal: "SIGKILL",
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    const exited = new Promise<void>((done) => child.once("exit", () => done()));
    const ended = new Promise<Ended>((done, failed) => {
      child.once("error", failed);
      child.once("close", (code) => done({ code, output }));
    });
    return { child, exited, ended };
  };

  const log = join(folder, "writes.log");
  return {
    sandbox,
    folder,
    inventory: () => sandbox.inventory(),
    run: (args) => start(args, {}).ended,
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
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
