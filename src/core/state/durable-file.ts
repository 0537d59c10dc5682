import { constants } from "node:fs";
import { copyFile, mkdir, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LiveOriginError } from "../../config/failure.ts";
import {
  linkFile,
  moveFile,
  patiently,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  removeFile,
  syncFolder,
} from "../../platform/files.ts";

/**
 * Writes a private file (0600, its folder 0700) so that a crash leaves either the old content or the new, never half:
 * temp file, fsync, rename, fsync of the folder. The temp file has one name, so that what a crash leaves of it is
 * overwritten and not heaped up: one writer at a time. Throws DISK_WRITE_FAILED and leaves the old content in place.
 */
export async function writeDurably(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryOf(path);
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    await writeTemporary(temporary, content);
    await moveFile(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await removeFile(temporary).catch(() => undefined);
    throw diskWriteFailure(path, error);
  }
}

/**
 * Writes a private file (0600) that must not be there yet, whole or not at all. Returns false, and leaves it alone, when there
 * is one of that name. `temporary` is all that a crash may leave. Throws DISK_WRITE_FAILED.
 */
export async function writeNewDurably(
  path: string,
  { content, temporary }: { readonly content: string; readonly temporary: string },
): Promise<boolean> {
  try {
    await writeTemporary(temporary, content);
    await linkFile(temporary, path).catch(async (error: unknown) => {
      // Another disk, or one that knows no links.
      if (codeOf(error) === "EEXIST") throw error;
      await copyFile(temporary, path, constants.COPYFILE_EXCL);
    });
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw diskWriteFailure(path, error);
  } finally {
    await removeFile(temporary).catch(() => undefined);
  }
}

/** Removes what a crash may have left of a new version of a file: it may hold a key. Throws DISK_WRITE_FAILED. */
export async function removeLeftover(path: string): Promise<void> {
  await remove(temporaryOf(path), path);
}

/** Removes a file and what a crash may have left of a new version of it. Throws DISK_WRITE_FAILED. */
export async function removeDurably(path: string): Promise<void> {
  await removeLeftover(path);
  await remove(path, path);
}

async function remove(file: string, path: string): Promise<void> {
  try {
    await removeFile(file);
  } catch (error) {
    throw diskWriteFailure(path, error, "removed");
  }
}

async function writeTemporary(path: string, content: string): Promise<void> {
  await removeFile(path);
  const file = await patiently(() => open(path, "wx", PRIVATE_FILE));
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

const DISK_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the limit for the size of a file is reached",
  EROFS: "the file system is read-only",
  EACCES: "the folder may not be written",
  EPERM: "the folder may not be written",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
  ENOENT: "a part of the path leads nowhere",
  EIO: "the disk reports an error",
};

/** What a user is told when a file of ours cannot be written, or removed. */
export function diskWriteFailure(
  path: string,
  error: unknown,
  done: "written" | "removed" = "written",
): LiveOriginError {
  const code = codeOf(error) ?? "unknown error";
  return new LiveOriginError({
    code: "DISK_WRITE_FAILED",
    message: `${path} cannot be ${done}: ${DISK_REASONS[code] ?? code}. What it held before is untouched.`,
    hint: "Make room or change the folder's rights, then run the same command again: it goes on from there.",
    resource: path,
    cause: error,
  });
}

/** The system's code of an error of `node:fs` (`ENOSPC`), or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
