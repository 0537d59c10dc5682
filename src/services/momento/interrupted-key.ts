import type { SecretStore, StoredKey } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { fingerprint } from "../fingerprint.ts";
import type { AccessKeyKind } from "./key-roles.ts";

/** A key that an interrupted run stored but did not write down: making another would leave it valid and forgotten. */
export function interruptedKey(
  store: SecretStore,
  kind: AccessKeyKind,
  recorded: ResourceState | undefined,
): StoredKey | undefined {
  const key = store.get(kind);
  if (key === undefined || !wasAsked(recorded)) return undefined;
  return fingerprint(key.apiKey) === recorded?.fingerprints?.["apiKey"] ? undefined : key;
}

/** Was a key asked for and its answer not written down? */
export function wasAsked(recorded: ResourceState | undefined): boolean {
  return recorded?.done?.includes("asked") === true && !recorded.done.includes("stored");
}

/** Has the key expired by `now`, epoch milliseconds? */
export function isExpired({ expiresAt }: Pick<StoredKey, "expiresAt">, now: number): boolean {
  return expiresAt > 0 && expiresAt * 1000 <= now;
}
