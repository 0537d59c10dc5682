import type { StoredKey } from "../../core/engine/resource.ts";
import type { ResourceStates } from "../../core/state/state.ts";
import { isRevocable } from "./stack-keys.ts";

/** What ends a leaked key: its revocation, the deletion of its cache, or nothing that this stack may do by itself. */
export type LeakEnd = "revoke" | "new-cache" | "not-ours";

/** What would end a leaked `key` of a stack with these entries; unknown keys count as v1 keys. */
export function leakEnd(resources: ResourceStates, key: StoredKey | undefined): LeakEnd {
  if (key !== undefined && isRevocable(key)) return "revoke";
  return resources.cache === undefined || resources.cache.ownership === "ours"
    ? "new-cache"
    : "not-ours";
}

/**
 * What to do about a leaked key, to be shown. A v1 key cannot be revoked and opens its one cache by name (Momento docs, API
 * keys): a plain rotation leaves it valid. `command` makes a command of ours for this stack.
 */
export function leakRemedy(end: LeakEnd, command: (verb: string) => string): string {
  if (end === "revoke") return `${command("rotate-keys")} (it revokes the old keys)`;
  const move = command("rotate-keys --new-cache");
  return end === "new-cache"
    ? `${move} (a v1 key cannot be revoked: without --new-cache the leaked one stays valid)`
    : `${move}; the cache was made by somebody else, as far as is known, and is not deleted, so the leaked key keeps opening it: let its owner delete it or ask Momento (support@momentohq.com), and make keys that can be revoked from now on (${command("init --revocable-keys")}, with a v2 key)`;
}
