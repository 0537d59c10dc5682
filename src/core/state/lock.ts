import { mkdir, stat, writeFile } from "node:fs/promises";
import { printableLine } from "../../config/text/printable.ts";
import { dirname } from "node:path";
import { z } from "zod";
import { LiveOriginError } from "../../config/failure.ts";
import {
  linkFile,
  moveFile,
  patiently,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  removeFile,
} from "../../platform/files.ts";
import type { Clock } from "../engine/clock.ts";
import { jsonOrNothing } from "../../config/text/parse-json.ts";
import { codeOf, diskWriteFailure } from "./durable-file.ts";
import { readIfThere } from "./read-text.ts";

const WAIT_STEP_MS = 500;

/** A lock is written in one go; one that has been unreadable for so long is a crash's, not a run's that is just starting. */
const HALF_WRITTEN_MS = 2_000;

const lockOwner = z.object({
  host: z.string(),
  pid: z.number(),
  since: z.string(),
  command: z.string(),
});
/** Who holds a stack: named to whoever finds it held. */
export type LockOwner = z.infer<typeof lockOwner>;

type LockOptions = {
  readonly path: string;
  readonly owner: LockOwner;
  /** Is a process of this host alive? */
  readonly isAlive: (pid: number) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Wait for the other run instead of refusing. */
  readonly wait: boolean;
  /** Told once when the wait begins. */
  readonly onWait?: (owner: LockOwner) => void;
};

/**
 * Takes the lock of a stack and returns what releases it. A lock whose process is dead on this host, and one that a crash
 * left half-written, is taken over. Throws LOCKED at once, naming the owner, unless `wait` is set; DISK_WRITE_FAILED.
 */
export async function takeLock(options: LockOptions): Promise<() => Promise<void>> {
  let isWaiting = false;
  for (;;) {
    if (await tryCreate(options)) return () => release(options);
    const owner = await readOwner(options);
    if (owner === "gone") continue;
    if (owner === "damaged" || (owner !== "unfinished" && isStale(options, owner))) {
      await removeStale(options, owner);
      continue;
    }
    if (owner !== "unfinished") {
      if (!options.wait) throw locked(options.path, owner);
      if (!isWaiting) options.onWait?.(owner);
      isWaiting = true;
    }
    await options.clock.sleep(WAIT_STEP_MS, options.signal);
  }
}

async function tryCreate({ path, owner }: LockOptions): Promise<boolean> {
  try {
    // A run that ends removes the empty folder: it is made anew at every try.
    await patiently(() => mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER }));
    const options = { mode: PRIVATE_FILE, flag: "wx", flush: true };
    await patiently(() => writeFile(path, JSON.stringify(owner), options));
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw diskWriteFailure(path, error);
  }
}

async function release({ path, owner }: LockOptions): Promise<void> {
  const held = await readIfThere(path).catch(() => undefined);
  // A lock that stays is a dead run's from now on, and the next run takes it away: no reason to fail this one.
  if (held === JSON.stringify(owner)) await removeFile(path).catch(() => undefined);
}

/** Removes what a run left of a dead run's lock when it was killed while it took it away. The caller holds the lock. */
export async function removeStaleLock(path: string): Promise<void> {
  await removeFile(staleName(path)).catch(() => undefined);
}

function staleName(path: string): string {
  return `${path}.stale`;
}

type Seen = LockOwner | "gone" | "unfinished" | "damaged";

/** Takes a dead run's lock away; if another run was faster and the lock is alive again, puts it back. */
async function removeStale(options: LockOptions, stale: LockOwner | "damaged"): Promise<void> {
  const { path } = options;
  const aside = staleName(path);
  try {
    await moveFile(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw diskWriteFailure(path, error);
  }
  const taken = await readOwner({ ...options, path: aside });
  const isSame = taken === stale || JSON.stringify(taken) === JSON.stringify(stale);
  if (!isSame) await linkFile(aside, path).catch(() => undefined);
  await removeFile(aside).catch(() => undefined);
}

async function readOwner({ path, clock }: LockOptions): Promise<Seen> {
  try {
    const text = await readIfThere(path);
    if (text === undefined) return "gone";
    const parsed = lockOwner.safeParse(jsonOrNothing(text));
    if (parsed.success) return parsed.data;
    const { mtimeMs } = await stat(path);
    return clock.now() - mtimeMs < HALF_WRITTEN_MS ? "unfinished" : "damaged";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "gone";
    throw error instanceof LiveOriginError ? error : diskWriteFailure(path, error);
  }
}

function isStale({ owner: self, isAlive }: LockOptions, owner: LockOwner): boolean {
  return owner.host === self.host && (owner.pid === self.pid || !isAlive(owner.pid));
}

function locked(path: string, owner: LockOwner): LiveOriginError {
  const [command, host, since] = [owner.command, owner.host, owner.since].map(printableLine);
  return new LiveOriginError({
    code: "LOCKED",
    message: `This stack is held by \`${command}\` (pid ${owner.pid} on ${host}, since ${since}).`,
    hint: `Wait for it, or add --wait-lock. If that process is gone for good, delete ${path}.`,
    resource: "lock",
  });
}
