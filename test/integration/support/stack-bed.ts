import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startSandbox,
  type GatedCall,
  type InventoryItem,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";
import { cleanEnv, PROGRAM } from "./cli.ts";
import { hastyClock, runHere } from "./run-here.ts";

/** How a run of the program ended. `code` is null when it was killed. */
export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Started = {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly ended: Promise<Ended>;
};

type Running = {
  /** The folder to run in; the bed's own unless told. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For node itself. */
  readonly execArgv?: readonly string[];
};

/** A sandbox in this process and folders in which the program, in processes of its own, uses it. */
export type StackBed = {
  readonly sandbox: RunningSandbox;
  readonly cwd: string;
  /** Another folder that rehearses against the same sandbox: another person, the same account. */
  readonly otherFolder: () => Promise<string>;
  readonly start: (args: readonly string[], how?: Running) => Started;
  readonly run: (args: readonly string[], how?: Running) => Promise<Ended>;
  /** All calls since the bed was opened, or since `calls.length = 0`. */
  readonly calls: GatedCall[];
  readonly inventory: () => readonly InventoryItem[];
  readonly state: (name?: string) => Promise<StateFile>;
  readonly close: () => Promise<void>;
};

type StateFile = {
  readonly stackId: string;
  readonly resources: Readonly<
    Record<string, { readonly ids: Readonly<Record<string, string>>; readonly ownership: string }>
  >;
};

export type BedOptions = SandboxOptions & {
  readonly program?: string;
  /** `run` runs in this process and waits so many times shorter than told; `start` starts Node all the same. */
  readonly haste?: number | undefined;
};

/** The longest run takes seconds; one that hangs is a failure of its own. */
const RUN_DEADLINE_MS = 120_000;

/** Opens a bed; latency is `instant` unless told. */
export async function openStackBed({
  program = PROGRAM,
  haste,
  ...options
}: BedOptions = {}): Promise<StackBed> {
  const calls: GatedCall[] = [];
  const sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    ...options,
    onCall: (phase, call) => {
      if (phase === "before" && isOurs(call)) calls.push(call);
      return options.onCall?.(phase, call);
    },
  });
  const folders: string[] = [];
  const newFolder = async (): Promise<string> => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "live-origin-bed-")));
    folders.push(folder);
    await mkdir(join(folder, ".live-origin"), { mode: 0o700 });
    const { id, endpoints, momentoApiKey, momentoAccountKey, defaults } = sandbox;
    const keys = { momentoApiKey, momentoAccountKey };
    await writeFile(
      join(folder, ".live-origin/sandbox.json"),
      JSON.stringify({ id, pid: process.pid, endpoints, ...keys, defaults }),
    );
    return folder;
  };
  const own = await newFolder();

  const start: StackBed["start"] = (args, { cwd = own, env = {}, execArgv = [] } = {}) => {
    const child = spawn(process.execPath, [...execArgv, program, ...args, "--sandbox"], {
      cwd,
      env: { ...cleanEnv(cwd), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: RUN_DEADLINE_MS,
      killSignal: "SIGKILL",
    });
    const text = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (text.stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (text.stderr += chunk.toString("utf8")));
    return {
      child,
      exited: new Promise((done) => child.once("exit", () => done())),
      ended: new Promise((done, failed) => {
        child.once("error", failed);
        child.once("close", (code) => done({ code, ...text }));
      }),
    };
  };

  return {
    sandbox,
    cwd: own,
    otherFolder: newFolder,
    start,
    run: (args, how) => {
      if (haste === undefined) return start(args, how).ended;
      const { cwd = own, env = {} } = how ?? {};
      const place = { cwd, env: { ...cleanEnv(cwd), ...env }, clock: hastyClock(haste) };
      return runHere([...args, "--sandbox"], place);
    },
    calls,
    inventory: () => sandbox.inventory(),
    state: async (name = "live-origin") =>
      JSON.parse(
        await readFile(join(own, ".live-origin/sandbox", name, "state.json"), "utf8"),
      ) as StateFile,
    close: async () => {
      await sandbox.close();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the encoder and the edge do by themselves is no call of the program. */
export function isOurs({ service, operation }: GatedCall): boolean {
  return !(service === "momento" && operation.endsWith("Item"));
}

/** True for a call that changes something in a cloud. */
export function isWriteCall({ operation }: GatedCall): boolean {
  return !/^(Get|List|Describe)/.test(operation);
}
