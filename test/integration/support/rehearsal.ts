import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";
import { scratchFolder, type Finished } from "./cli.ts";
import { hastyClock, runHere, sleep } from "./run-here.ts";

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
    columns?: number,
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
  const clock = hastyClock(haste, () => offset);
  const run: Rehearsal["run"] = (args, env = {}, columns) =>
    runHere(args.includes("--no-sandbox") ? args : [...args, "--sandbox"], {
      cwd: folder.path,
      env,
      clock,
      columns,
    });
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
