import { readState, type StackFiles } from "../core/state/stack-files.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { GivenKeys } from "../services/momento/imported-keys.ts";
import { findOwnKey } from "./find-momento-key.ts";

/**
 * The key to ask Momento with where there is none of the account: whoever brings both keys needs no other, and neither does a
 * stack that uses a cache which was there before. It is for that one cache. Undefined where the account's key is needed. Reads files
 * only.
 */
export async function findSubstituteKey(
  files: StackFiles,
  { encoderKey, playerKey }: GivenKeys,
): Promise<FoundKey | undefined> {
  if (encoderKey !== undefined && playerKey !== undefined)
    return { ...encoderKey, isForOneCache: true };
  const { cache } = (await readState(files).catch(() => undefined))?.resources ?? {};
  if (cache?.ownership !== "adopted" || cache.status === "creating") return undefined;
  const own = encoderKey ?? (await findOwnKey(files.keys));
  return own === undefined ? undefined : { ...own, isForOneCache: true };
}
