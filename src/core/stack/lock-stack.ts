import type { Host } from "../host.ts";
import { takeLock } from "../state/lock.ts";
import {
  isThere,
  removeEmptyFolders,
  removeLeftovers,
  type StackFiles,
} from "../state/stack-files.ts";

/**
 * Takes the lock of a stack, at once or, with `waits`, when another run gives it back; it lasts until it is disposed of. Throws
 * LOCKED and DISK_WRITE_FAILED.
 */
export async function lockStack(
  host: Host,
  files: StackFiles,
  { waits }: { readonly waits: boolean },
): Promise<AsyncDisposable> {
  const { machine, clock, signal } = host;
  const release = await takeLock({
    path: files.lock,
    owner: {
      host: machine.name,
      pid: machine.pid,
      since: new Date(clock.now()).toISOString(),
      command: host.commandLine,
    },
    isAlive: machine.isAlive,
    clock,
    signal,
    wait: waits,
    onWait: (owner) => host.emit({ type: "lock.held", owner }),
  });
  return { [Symbol.asyncDispose]: release };
}

/**
 * Removes what a killed run left of a stack that is gone: its lock, its half-written files and its empty folder. Throws LOCKED and
 * DISK_WRITE_FAILED.
 */
export async function tidyUp(host: Host, files: StackFiles): Promise<void> {
  if (await isThere(files.folder)) {
    await using _lock = await lockStack(host, files, { waits: false });
    await removeLeftovers(files);
  }
  await removeEmptyFolders(host.folder, files);
}
