import { constants } from "node:fs";
import { chmod, type FileHandle, link, open, rename, rm, rmdir } from "node:fs/promises";
import { platform } from "node:os";

/** The system whose rules hold for a file; given by tests, else this machine's. */
type FileSystemRules = {
  readonly platform: NodeJS.Platform;
  /** Waits for a number of milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
};

const HERE: FileSystemRules = {
  platform: platform(),
  pause: async (milliseconds) => (await import("node:timers/promises")).setTimeout(milliseconds),
};

/** Rights of a file and of a folder that only their owner may see. On Windows they mean nothing: what a folder hands down holds. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;
const SHARED_FILE = 0o644;

/**
 * How Windows refuses a name that another process (a reader, a virus scanner, an indexer) has open at this moment; a
 * folder that really may not be written is refused with the same words, so patience has an end (about two seconds).
 */
const HELD_OPEN = new Set(["EACCES", "EBUSY", "EPERM", "ENOTEMPTY"]);
const PAUSES_MS = [10, 20, 40, 80, 160, 320, 640, 640];

/**
 * Does something to a name; on Windows again while somebody has it open. `work` may run several times. Rejects with what it
 * threw last.
 */
export async function patiently<Answer>(
  work: () => Promise<Answer>,
  { platform: system, pause }: FileSystemRules = HERE,
): Promise<Answer> {
  for (const milliseconds of system === "win32" ? PAUSES_MS : []) {
    try {
      return await work();
    } catch (error) {
      if (!isHeldOpen(error)) throw error;
      await pause(milliseconds);
    }
  }
  return work();
}

/** Opens a file to read; of a pipe (which Windows has none of among its files) `waits` tells whether to wait for its writer. */
export function openToRead(path: string, waits: boolean): Promise<FileHandle> {
  const atOnce = waits ? 0 : (constants.O_NONBLOCK ?? 0);
  return patiently(() => open(path, constants.O_RDONLY | atOnce));
}

/** Makes what happened to the names in a folder durable. On Windows a folder cannot be synced, and NTFS journals names by itself. */
export async function syncFolder(folder: string, rules: FileSystemRules = HERE): Promise<void> {
  if (rules.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a file another name, over a file of that name. Rejects like `rename` of `node:fs`. */
export async function moveFile(from: string, to: string): Promise<void> {
  await patiently(() => rename(from, to));
}

/** Removes a file if it is there. Rejects like `rm` of `node:fs`. */
export async function removeFile(path: string): Promise<void> {
  await patiently(() => rm(path, { force: true }));
}

/** Removes a folder with all that is in it. Rejects like `rm` of `node:fs`. */
export async function removeTree(folder: string): Promise<void> {
  await patiently(() => rm(folder, { recursive: true, force: true }));
}

/** Removes a folder that is empty; on any other nothing happens. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

/** Gives a file a second name unless that one is taken. Rejects like `link` of `node:fs`. */
export async function linkFile(from: string, to: string): Promise<void> {
  await patiently(() => link(from, to));
}

/** Lets everybody read a file that was written for its owner alone. */
export async function shareFile(path: string): Promise<void> {
  await chmod(path, SHARED_FILE);
}

function isHeldOpen(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    HELD_OPEN.has(error.code)
  );
}
