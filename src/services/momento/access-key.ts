import type { Effects, Resource, SecretStore, StoredKey } from "../../provision/resource.ts";
import type { Row } from "../../provision/state.ts";
import { askingFor } from "../asking.ts";
import { fingerprint } from "../fingerprint.ts";
import { cacheName } from "./cache-name.ts";
import type { MomentoClient } from "./client.ts";
import { momentoHttp } from "./http-client.ts";
import { checkImportedKey } from "./key-check.ts";
import { keyNote, lostKeyNote } from "./key-notes.ts";
import { generateKeyCall, type KeyRole } from "./requests.ts";

export type AccessKeyKind = "encoderKey" | "playerKey";

export type AccessKeyOptions = {
  readonly kind: AccessKeyKind;
  readonly client: () => Promise<MomentoClient>;
  /** Where the keys are: they cannot be asked for, so what is stored is what exists. */
  readonly store: SecretStore;
  /** A key that the user made by hand; it is tried, stored and used instead of one of ours. */
  readonly imported?: StoredKey | undefined;
  /** Epoch milliseconds; without it an expired key is not noticed. */
  readonly now?: () => number;
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

const ROLE: Readonly<Record<AccessKeyKind, KeyRole>> = {
  encoderKey: "readwrite",
  playerKey: "readonly",
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
      ...(found.expired
        ? [
            {
              path: "expiresAt",
              from: date(found.expiresAt),
              to: "later",
              effect: "update" as const,
            },
          ]
        : []),
      ...(found.cache === undefined || found.cache === cacheName(scope)
        ? []
        : [{ path: "cache", from: found.cache, to: cacheName(scope), effect: "update" as const }]),
      ...(options.imported === undefined ||
      fingerprint(options.imported.apiKey) === found.fingerprint
        ? []
        : [{ path: "apiKey", from: "***", to: "***", effect: "update" as const }]),
    ],
    calls: (scope, action) =>
      options.imported === undefined && (action === "create" || action === "update")
        ? [generateKeyCall(cacheName(scope), ROLE[kind], scope.spec.origin.keyDays)]
        : [],
    create: (effects) => make(options, effects, reusable(store, kind, effects.row)),
    update: (effects, _found, changes) =>
      make(options, effects, changes.length === 0 ? store.get(kind) : undefined),
    remove: async (effects) => {
      const key = store.get(kind);
      await effects.secrets.remove(kind);
      if (key !== undefined) effects.emit(keyNote(kind, key));
    },
  };
}

function look(
  { kind, store, now }: AccessKeyOptions,
  row: Row | undefined,
): Awaited<ReturnType<Resource<FoundKey>["observe"]>> {
  const key = store.get(kind);
  if (key === undefined || row === undefined) return { is: "absent" };
  const print = fingerprint(key.apiKey);
  if (row.fingerprints?.["apiKey"] !== print) return { is: "absent" };
  const expired = key.expiresAt > 0 && now !== undefined && key.expiresAt * 1000 <= now();
  const cache = row.ids["cache"];
  return {
    is: "ours",
    found: { fingerprint: print, expiresAt: key.expiresAt, expired, cache },
    ids: row.ids,
    status: expired ? "expired" : "valid",
  };
}

/** A key that an interrupted run stored but did not write down: making another would leave it valid and forgotten. */
function reusable(
  store: SecretStore,
  kind: AccessKeyKind,
  row: Row | undefined,
): StoredKey | undefined {
  const wasAsked = row?.done?.includes("asked") === true;
  return wasAsked && row?.fingerprints?.["apiKey"] === undefined ? store.get(kind) : undefined;
}

async function make(
  options: AccessKeyOptions,
  effects: Effects,
  present: StoredKey | undefined,
): Promise<void> {
  const { kind, imported } = options;
  const { scope } = effects;
  if (imported !== undefined) await tryImported(effects, kind, imported);
  const key = imported ?? present ?? (await generate(options, effects));
  if (key !== present) await effects.secrets.put(kind, key);
  await effects.persist({
    ids: { cache: cacheName(scope) },
    fingerprints: { apiKey: fingerprint(key.apiKey) },
    expiresAt: key.expiresAt,
    done: ["asked", "stored"],
  });
}

async function generate({ kind, client }: AccessKeyOptions, effects: Effects): Promise<StoredKey> {
  const { scope, row } = effects;
  const days = scope.spec.origin.keyDays;
  const askedBefore = row?.done?.includes("asked") === true && !row.done.includes("stored");
  await effects.secrets.remove(kind);
  await effects.persist({ done: ["asked"], fingerprints: {} });
  const asking = askingFor(effects, kind);
  let lost = askedBefore ? 1 : 0;
  const key = await (
    await client()
  ).generateKey(
    { cache: cacheName(scope), role: ROLE[kind], days },
    {
      ...asking,
      onRetry: (info) => {
        lost += 1;
        asking.onRetry?.(info);
      },
    },
  );
  if (lost > 0) effects.emit(lostKeyNote(kind, lost, effects.clock.now() / 1000 + days * 86_400));
  return key;
}

async function tryImported(
  effects: Effects,
  kind: AccessKeyKind,
  imported: StoredKey,
): Promise<void> {
  const { scope, clock, signal } = effects;
  const http = momentoHttp({ restUrl: scope.momentoRestUrl, key: imported.apiKey });
  await checkImportedKey(http, { kind, cache: cacheName(scope), stamp: clock.now(), signal });
}

function date(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
