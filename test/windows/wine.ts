import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROGRAM = resolve(HERE, "../../bin/live-origin.js");
const FOLDERS = ["/usr/lib/wine", ...(process.env["PATH"] ?? "").split(":")];

const wine = FOLDERS.map((folder) => join(folder, "wine64")).find(existsSync);
const windowsNode = process.env["LIVE_ORIGIN_WINDOWS_NODE"] ?? "";

/** Why nothing can be tried here; undefined when it can. */
export const missing: string | undefined =
  wine === undefined
    ? "no wine64"
    : existsSync(windowsNode)
      ? undefined
      : "LIVE_ORIGIN_WINDOWS_NODE names no node.exe";

type Finished = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Windows = {
  /** The working folder, with a space in its name. */
  readonly folder: string;
  readonly start: (args: readonly string[]) => {
    readonly child: ChildProcess;
    readonly finished: Promise<Finished>;
  };
  readonly run: (args: readonly string[]) => Promise<Finished>;
  /** Ends what runs in this Windows, and removes it. */
  readonly close: () => Promise<void>;
};

/** A Windows of its own, where Node's build for Windows runs the built program. Output goes through files: Wine's pipes carry none. */
export async function openWindows(): Promise<Windows> {
  const root = await mkdtemp(join(tmpdir(), "live-origin-wine-"));
  const folder = join(root, "My Shows");
  await mkdir(folder);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: root,
    WINEPREFIX: join(root, "prefix"),
    WINEDEBUG: "-all",
    NODE_SKIP_PLATFORM_CHECK: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  let runs = 0;
  const start: Windows["start"] = (args) => {
    runs += 1;
    const paths = [join(root, `${runs}.out`), join(root, `${runs}.err`)] as const;
    const [out, err] = paths.map((path) => openSync(path, "w"));
    const helped = [windowsNode, "--import", `file:///Z:${HERE}/wine-sockets.mjs`];
    const child = spawn(wine ?? "wine64", [...helped, `Z:${PROGRAM}`, ...args], {
      cwd: folder,
      env,
      stdio: ["ignore", out, err],
    });
    const ended = once(child, "exit") as Promise<[number | null]>;
    const finished = ended.then(async ([code]) => {
      for (const fd of [out, err]) if (fd !== undefined) closeSync(fd);
      const [stdout, stderr] = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
    });
    return { child, finished };
  };
  return {
    folder,
    start,
    run: (args) => start(args).finished,
    async close() {
      const server = join(dirname(wine ?? ""), "wineserver");
      // Ends what runs in this prefix, and nothing else.
      await once(spawn(server, ["-k"], { env, stdio: "ignore" }), "exit");
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
