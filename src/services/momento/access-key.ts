import type { Difference, Resource, SecretStore, StoredKey } from "../../provision/resource.ts";
import type { Row } from "../../provision/state.ts";
import { fingerprint } from "../fingerprint.ts";
import { cacheName } from "./cache-name.ts";
import type { MomentoClient } from "./client.ts";
import { keyNote } from "./key-notes.ts";
import { interruptedKey, isExpired, makeKey, mayRefresh } from "./make-key.ts";
import { PREVIOUS, ROLE, type AccessKeyKind } from "./key-roles.ts";
import { generateKeyCall, refreshKeyCall } from "./requests.ts";

export type { AccessKeyKind } from "./key-roles.ts";

export type AccessKeyOptions = {
  readonly kind: AccessKeyKind;
  readonly client: () => Promise<MomentoClient>;
  /** Where the keys are: they cannot be asked for, so what is stored is what exists. */
  readonly store: SecretStore;
  /** A key that the user made by hand; it is tried, stored and used instead of one of ours. */
  readonly imported?: StoredKey | undefined;
  /** A rotation: the key is replaced although it is good, and the one before is kept beside it. */
  readonly renew?: boolean | undefined;
  /** Epoch milliseconds; without it an expired key is not noticed. */
  readonly now?: (() => number) | undefined;
};

/** A stored key as the plan sees it. */
export type FoundKey = {
  readonly fingerprint: string;
  /** Epoch seconds, 0 = never. */
  readonly expiresAt: number;
  readonly expired: boolean;
  /** The cache that it was made for. */
  readonly cache: string | undefined;
};

/**
 * A key for one cache: read-write for the encoder, read-only for players. Stored (0600) before the row says that it exists;
 * the row knows its fingerprint and its expiry. Making it again is how a lost, expired or replaced key is repaired.
 */
export function accessKeyResource(options: AccessKeyOptions): Resource<FoundKey> {
  const { kind, store } = options;
  return {
    kind,
    dependsOn: ["cache"],
    wanted: () => true,
    observe: (_scope, row) => Promise.resolve(look(options, row)),
    diff: (scope, found) => [
      ...change(found.expired, "expiresAt", date(found.expiresAt), "later"),
      ...change(
        found.cache !== undefined && found.cache !== cacheName(scope),
        "cache",
        found.cache,
        cacheName(scope),
      ),
      ...change(isToBeAnother(options, found), "apiKey", "***", "***"),
    ],
    calls: (scope, action) => {
      if (action !== "create" && action !== "update") return [];
      const present = interruptedKey(store, kind, scope.rows[kind]);
      if (options.imported !== undefined || present !== undefined) return [];
      const old = store.get(kind);
      return old !== undefined && mayRefresh(options, scope.rows[kind], cacheName(scope))
        ? [refreshKeyCall(old)]
        : [generateKeyCall(cacheName(scope), ROLE[kind], scope.spec.origin.keyDays)];
    },
    create: (effects) => makeKey(options, effects, interruptedKey(store, kind, effects.row)),
    update: (effects, _found, changes) =>
      makeKey(options, effects, changes.length === 0 ? store.get(kind) : undefined),
    remove: async (effects) => {
      for (const slot of [kind, PREVIOUS[kind]]) {
        const key = store.get(slot);
        await effects.secrets.remove(slot);
        if (key !== undefined) effects.emit(keyNote(kind, key));
      }
    },
  };
}

function isToBeAnother({ imported, renew }: AccessKeyOptions, found: FoundKey): boolean {
  if (imported !== undefined) return fingerprint(imported.apiKey) !== found.fingerprint;
  return renew === true;
}

function change(is: boolean, path: string, from: unknown, to: unknown): readonly Difference[] {
  return is ? [{ path, from, to, effect: "update" }] : [];
}

function look(
  { kind, store, now }: AccessKeyOptions,
  row: Row | undefined,
): Awaited<ReturnType<Resource<FoundKey>["observe"]>> {
  const key = store.get(kind);
  if (key === undefined || row === undefined) return { is: "absent" };
  const print = fingerprint(key.apiKey);
  if (row.fingerprints?.["apiKey"] !== print) return { is: "absent" };
  const expired = now !== undefined && isExpired(key, now());
  return {
    is: "ours",
    found: { fingerprint: print, expiresAt: key.expiresAt, expired, cache: row.ids["cache"] },
    ids: row.ids,
    status: expired ? "expired" : "valid",
  };
}

function date(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
