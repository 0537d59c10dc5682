import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  moveFile,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  removeEmptyFolder,
  removeTree,
} from "../../platform/files.ts";
import { diskWriteFailure, removeDurably, removeLeftover, writeDurably } from "./durable-file.ts";
import { readIfThere } from "./read-text.ts";
import { parseState } from "./state-schema.ts";
import { removeStaleLock } from "./lock.ts";
import { SANDBOX_FILE, WORK_FOLDER } from "./work-folder.ts";
import type { State } from "./state.ts";

/** Where the files of one stack are; rehearsals have a folder of their own, so both may exist. */
export type StackFiles = {
  readonly folder: string;
  readonly state: string;
  readonly keys: string;
  readonly lock: string;
  /** The settings of the last plan that was consented to: a rerun starts from them. */
  readonly spec: string;
};

/** The paths of a stack's files. */
export function stackFiles(cwd: string, name: string, isRehearsal: boolean): StackFiles {
  const folder = join(cwd, WORK_FOLDER, ...(isRehearsal ? ["sandbox", name] : [name]));
  return {
    folder,
    state: join(folder, "state.json"),
    keys: join(folder, "keys.json"),
    lock: join(folder, "lock"),
    spec: join(folder, "applied-spec.json"),
  };
}

/** Reads a state; undefined when there is none. Throws STATE_DAMAGED, STATE_NEWER or DISK_READ_FAILED. */
export async function readState(files: StackFiles): Promise<State | undefined> {
  const text = await readIfThere(files.state);
  return text === undefined ? undefined : parseState(text, files.state);
}

/** Writes a state durably, and before the first one the folder's `.gitignore`. */
export async function writeState(cwd: string, files: StackFiles, state: State): Promise<void> {
  await keepOutOfGit(cwd);
  await writeDurably(files.state, `${JSON.stringify(state, null, 2)}\n`);
}

/** Names of the stacks that have a folder here. */
export async function stackNames(cwd: string, isRehearsal: boolean): Promise<readonly string[]> {
  const folder = join(cwd, WORK_FOLDER, ...(isRehearsal ? ["sandbox"] : []));
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && (isRehearsal || entry.name !== "sandbox"))
    .map((entry) => entry.name);
}

/** Names of the stacks that something is remembered of here. */
export async function stacksHere(cwd: string, isRehearsal: boolean): Promise<readonly string[]> {
  const names = await stackNames(cwd, isRehearsal);
  const states = await Promise.all(
    names.map((name) => readState(stackFiles(cwd, name, isRehearsal)).catch(() => undefined)),
  );
  return names.filter((_, index) => states[index] !== undefined);
}

/** Removes what is remembered of a stack; its lock stays for whoever holds it. The state goes last: it is what a next run needs. */
export async function forgetStack(files: StackFiles): Promise<void> {
  const names = await readdir(files.folder).catch(() => []);
  for (const name of names.filter((each) => LEFT_BEHIND.test(each)))
    await removeDurably(join(files.folder, name));
  await removeStaleLock(files.lock);
  for (const path of [files.keys, files.spec, files.state]) await removeDurably(path);
}

/** Removes what a killed run left half done beside the files of a stack. Throws DISK_WRITE_FAILED. */
export async function removeLeftovers(files: StackFiles): Promise<void> {
  for (const path of [files.keys, files.spec, files.state]) await removeLeftover(path);
  await removeStaleLock(files.lock);
}

const LEFT_BEHIND = /^(?:(?:state|keys)\.json\.damaged-\d+|\.export-\w+\.tmp)$/;

/** Where a key is written before it has the name that its owner wants: what a crash leaves there is removed with the stack. */
export function halfExport({ folder }: StackFiles, key: "encoderKey" | "playerKey"): string {
  return join(folder, `.export-${key}.tmp`);
}

/** Renames a damaged file, so that a new one can be written without losing it. Returns where it is now. */
export async function setAside(path: string): Promise<string> {
  const taken = await readdir(dirname(path));
  const count = taken.filter((name) => name.startsWith(`${basename(path)}.damaged-`)).length;
  const aside = `${path}.damaged-${count + 1}`;
  try {
    await moveFile(path, aside);
  } catch (error) {
    throw diskWriteFailure(path, error);
  }
  return aside;
}

/** Is there a folder (or file) of that name? */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Removes a stack's folder if nothing is left in it, and the folders above it likewise. */
export async function removeEmptyFolders(cwd: string, files: StackFiles): Promise<void> {
  await removeEmptyFolder(files.folder);
  await removeEmptyWorkFolder(cwd);
}

/** Its own, and what a sandbox that was killed while it began left behind. */
const NOTHING_OF_VALUE: readonly string[] = [".gitignore", `.${SANDBOX_FILE}.tmp`];

/** Removes `.live-origin` when nothing but its own `.gitignore` is left in it. */
export async function removeEmptyWorkFolder(cwd: string): Promise<void> {
  const work = join(cwd, WORK_FOLDER);
  await removeEmptyFolder(join(work, "sandbox"));
  const left = await readdir(work).catch(() => undefined);
  if (left === undefined || left.some((name) => !NOTHING_OF_VALUE.includes(name))) return;
  await removeTree(work).catch(() => undefined);
}

/**
 * Makes sure that the work folder is never committed. Stacks side by side may all do it, and a crash in the middle leaves it
 * empty for the next run to fill; what a user wrote into it stays. Throws DISK_WRITE_FAILED.
 */
export async function keepOutOfGit(cwd: string): Promise<void> {
  const folder = join(cwd, WORK_FOLDER);
  const path = join(folder, ".gitignore");
  if (((await readIfThere(path)) ?? "") !== "") return;
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    await writeFile(path, "*\n", { mode: PRIVATE_FILE });
  } catch (error) {
    throw diskWriteFailure(path, error);
  }
}
