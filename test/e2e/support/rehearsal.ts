import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCli, scratchFolder, startCli, type Finished } from "../../integration/support/cli.ts";

const PROBE = fileURLToPath(new URL("memory-probe.cjs", import.meta.url));
const POLL_MS = 20;

/** A folder in which `live-origin sandbox` runs, whose memory can be looked at. */
export type Rehearsal = {
  readonly path: string;
  /** Runs a command in the folder with `--sandbox`; rejects unless it exits 0. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  readonly memory: () => Promise<Memory>;
  readonly close: () => Promise<void>;
};

/** Bytes after a garbage collection. */
export type Memory = {
  readonly heap: number;
  /** Buffers beyond the media that the cache and the edge are asked to keep. */
  readonly buffers: number;
  readonly media: number;
};

type Inventory = { readonly inventory: readonly { readonly bytes?: number }[] };
type Usage = { readonly heapUsed: number; readonly arrayBuffers: number };

/** Starts it. */
export async function startRehearsal(...flags: readonly string[]): Promise<Rehearsal> {
  const folder = await scratchFolder();
  const figures = join(folder.path, "memory.jsonl");
  const sandbox = startCli(["sandbox", "--latency", "instant", "--rtmp-port", "0", ...flags], {
    cwd: folder.path,
    env: { NODE_OPTIONS: `--require=${PROBE}`, LIVE_ORIGIN_MEMORY_PROBE: figures },
  });
  await sandbox.seen("stdout", /control\s+http/);
  const file = await readFile(join(folder.path, ".live-origin/sandbox.json"), "utf8");
  const { endpoints } = JSON.parse(file) as { readonly endpoints: { readonly control: string } };
  let looks = 0;
  return {
    path: folder.path,
    run: async (...args) => {
      const run = await runCli([...args, "--sandbox"], { cwd: folder.path });
      if (run.code !== 0) throw new Error(`live-origin ${args.join(" ")}: ${run.stderr}`);
      return run;
    },
    memory: async () => {
      const answer = await fetch(`${endpoints.control}/inventory`);
      const { inventory } = (await answer.json()) as Inventory;
      const media = inventory.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
      looks += 1;
      sandbox.child.kill("SIGUSR2");
      const { heapUsed, arrayBuffers } = await lineOf(figures, looks);
      return { heap: heapUsed, buffers: arrayBuffers - media, media };
    },
    close: async () => {
      sandbox.child.kill("SIGINT");
      await sandbox.finished;
      await folder.remove();
    },
  };
}

async function lineOf(path: string, line: number): Promise<Usage> {
  for (;;) {
    const text = await readFile(path, "utf8").catch(() => "");
    const found = text.split("\n")[line - 1];
    if (found !== undefined && text.split("\n").length > line) return JSON.parse(found) as Usage;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
