import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { LiveOriginError } from "../spec/failure.ts";
import type { Clock } from "./clock.ts";

const WAIT_STEP_MS = 500;

const lockOwner = z.object({
  host: z.string(),
  pid: z.number(),
  since: z.string(),
  command: z.string(),
});
/** Who holds a stack: named to whoever finds it held. */
export type LockOwner = z.infer<typeof lockOwner>;

export type Locking = {
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
 * Takes the lock of a stack and returns what releases it. A lock whose process is dead on this host is recovered.
 * Throws LOCKED at once, naming the owner, unless `wait` is set.
 */
export async function takeLock(locking: Locking): Promise<() => Promise<void>> {
  await mkdir(dirname(locking.path), { recursive: true, mode: 0o700 });
  let told = false;
  for (;;) {
    if (await tryCreate(locking)) return () => rm(locking.path, { force: true });
    const owner = await readOwner(locking.path);
    if (owner === "gone") continue;
    if (owner !== "unreadable" && isStale(locking, owner)) {
      await removeStale(locking.path, owner);
      continue;
    }
    if (!locking.wait) throw locked(locking.path, owner);
    if (!told && owner !== "unreadable") locking.onWait?.(owner);
    told = true;
    await locking.clock.sleep(WAIT_STEP_MS, locking.signal);
  }
}

/** Links a file that is already whole to the lock's name: a crash can leave no lock without an owner in it. */
async function tryCreate({ path, owner }: Locking): Promise<boolean> {
  const whole = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(whole, JSON.stringify(owner), { mode: 0o600, flag: "wx" });
    await link(whole, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw new LiveOriginError({
      code: "DISK_WRITE_FAILED",
      message: `${path} cannot be written, so the stack cannot be locked.`,
      hint: "Run in a folder that you may write, then run the same command again.",
      resource: path,
      cause: error,
    });
  } finally {
    await rm(whole, { force: true }).catch(() => undefined);
  }
}

/** Takes a dead process's lock away; if another run was faster and the lock is alive again, puts it back. */
async function removeStale(path: string, stale: LockOwner): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const taken = await readOwner(aside);
  const isSame = typeof taken === "object" && JSON.stringify(taken) === JSON.stringify(stale);
  if (!isSame) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function readOwner(path: string): Promise<LockOwner | "gone" | "unreadable"> {
  try {
    const parsed = lockOwner.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.data : "unreadable";
  } catch (error) {
    return isCode(error, "ENOENT") ? "gone" : "unreadable";
  }
}

function isStale({ owner: self, isAlive }: Locking, owner: LockOwner): boolean {
  return owner.host === self.host && (owner.pid === self.pid || !isAlive(owner.pid));
}

function locked(path: string, owner: LockOwner | "unreadable"): LiveOriginError {
  const who =
    owner === "unreadable"
      ? "another run that has not said who it is"
      : `\`${owner.command}\` (pid ${owner.pid} on ${owner.host}, since ${owner.since})`;
  return new LiveOriginError({
    code: "LOCKED",
    message: `This stack is held by ${who}.`,
    hint: `Wait for it, or add --wait-lock. If that process is gone for good, delete ${path}.`,
    resource: "lock",
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
