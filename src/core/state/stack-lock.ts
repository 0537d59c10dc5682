import { printableLine } from "../../config/printable.ts";
import { takeLock } from "./lock.ts";
import type { Invocation } from "../../cli/command.ts";
import { isThere, removeEmptyFolders, removeLeftovers, type StackFiles } from "./stack-files.ts";

/** Takes the lock of a stack; returns what releases it. Throws LOCKED and DISK_WRITE_FAILED. */
export async function lockStack(
  { context, output, flags }: Invocation,
  files: StackFiles,
): Promise<() => Promise<void>> {
  return takeLock({
    path: files.lock,
    owner: {
      host: context.host,
      pid: context.pid,
      since: new Date(context.clock.now()).toISOString(),
      command: context.commandLine,
    },
    isAlive: context.isAlive,
    clock: context.clock,
    signal: context.signal,
    wait: flags["waitLock"] === true,
    onWait: (owner) =>
      output.line(`Waiting for \`${printableLine(owner.command)}\` (pid ${owner.pid}) …`),
  });
}

/** Removes what a killed run left of a stack that is gone: its lock, its half-written files and its empty folder. Throws LOCKED and DISK_WRITE_FAILED. */
export async function tidyUp(invocation: Invocation, files: StackFiles): Promise<void> {
  if (await isThere(files.folder)) {
    const release = await lockStack(invocation, files);
    try {
      await removeLeftovers(files);
    } finally {
      await release();
    }
  }
  await removeEmptyFolders(invocation.context.cwd, files);
}
