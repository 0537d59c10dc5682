import { LiveOriginError } from "../../config/failure.ts";
import type { MomentoClient } from "./client.ts";

/** Longest name that the setting takes. */
const LONGEST = 64;
const LAST_COUNT = 20;

/**
 * Looks for a cache name like `taken` that nobody uses: `taken-2` to `taken-20`. Undefined when all of them are in use. Reads
 * only; throws what the look throws.
 */
export async function freeCacheName(
  momento: Pick<MomentoClient, "cacheExists">,
  taken: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let count = 2; count <= LAST_COUNT; count += 1) {
    const tail = `-${count}`;
    const name = `${taken.slice(0, LONGEST - tail.length)}${tail}`;
    const exists = await momento.cacheExists(name, { signal }).catch((error: unknown) => {
      // A key for one cache may not look for another.
      if (error instanceof LiveOriginError && error.code === "MOMENTO_KEY_TOO_WEAK") return "?";
      throw error;
    });
    if (exists === "?") return undefined;
    if (!exists) return name;
  }
  return undefined;
}
