import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCli, scratchFolder, startCli, type Finished, type Running } from "./cli.ts";

export type SandboxFolder = {
  readonly path: string;
  readonly sandbox: Running;
  readonly endpoints: Readonly<Record<string, string>>;
  /** Runs a command in the folder with `--sandbox`. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** What exists in the emulated clouds. */
  readonly inventory: () => Promise<readonly { readonly kind: string; readonly id: string }[]>;
  readonly close: () => Promise<void>;
};

/** A folder in which `live-origin sandbox` runs, as a user would have it in a second terminal. */
export async function sandboxFolder(...flags: readonly string[]): Promise<SandboxFolder> {
  const folder = await scratchFolder();
  const sandbox = startCli(["sandbox", "--latency", "instant", "--rtmp-port", "0", ...flags], {
    cwd: folder.path,
  });
  await sandbox.seen("stdout", /control\s+http/);
  const file = JSON.parse(
    await readFile(join(folder.path, ".live-origin/sandbox.json"), "utf8"),
  ) as { readonly endpoints: Readonly<Record<string, string>> };
  return {
    path: folder.path,
    sandbox,
    endpoints: file.endpoints,
    run: (...args) => runCli([...args, "--sandbox"], { cwd: folder.path }),
    inventory: async () => {
      const answer = await fetch(`${file.endpoints["control"]}/inventory`);
      const { inventory } = (await answer.json()) as {
        inventory: readonly { kind: string; id: string }[];
      };
      return inventory;
    },
    close: async () => {
      sandbox.child.kill("SIGINT");
      await sandbox.finished;
      await folder.remove();
    },
  };
}
