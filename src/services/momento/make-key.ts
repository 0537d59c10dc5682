import type { Effects, SecretStore, StoredKey } from "../../provision/resource.ts";
import type { Row } from "../../provision/state.ts";
import { LiveOriginError } from "../../spec/failure.ts";
import { askingFor, type Asking } from "../asking.ts";
import { fingerprint } from "../fingerprint.ts";
import type { AccessKeyOptions } from "./access-key.ts";
import { cacheName } from "./cache-name.ts";
import { momentoHttp } from "./http-client.ts";
import { patientHttp } from "./patient-http.ts";
import { checkKey, checkNoManager } from "./key-check.ts";
import { lostKeyNote } from "./key-notes.ts";
import { PREVIOUS, ROLE, type AccessKeyKind } from "./key-roles.ts";

/** What a refresh can be answered with that a newly generated key would get past. */
const NOT_REFRESHABLE: ReadonlySet<string> = new Set([
  "MOMENTO_KEY_REJECTED",
  "MOMENTO_KEY_TOO_WEAK",
  "MOMENTO_REFUSED",
]);

/** A key that an interrupted run stored but did not write down: making another would leave it valid and forgotten. */
export function interruptedKey(
  store: SecretStore,
  kind: AccessKeyKind,
  row: Row | undefined,
): StoredKey | undefined {
  const key = store.get(kind);
  if (key === undefined || !wasAsked(row)) return undefined;
  return fingerprint(key.apiKey) === row?.fingerprints?.["apiKey"] ? undefined : key;
}

/** Has the key expired by `now`, epoch milliseconds? Pure. */
export function isExpired({ expiresAt }: Pick<StoredKey, "expiresAt">, now: number): boolean {
  return expiresAt > 0 && expiresAt * 1000 <= now;
}

/**
 * May the stored key be exchanged for its successor by its refresh token, so that no stronger key is needed? Only in a
 * rotation, for the same cache, and before it expires (Momento docs, API keys). Pure.
 */
export function mayRefresh(
  { kind, store, renew, now }: AccessKeyOptions,
  row: Row | undefined,
  cache: string,
): boolean {
  const old = store.get(kind);
  if (renew !== true || old?.refreshToken === undefined) return false;
  return row?.ids["cache"] === cache && !(now !== undefined && isExpired(old, now()));
}

/**
 * Makes a key, or takes the one that is `present` or imported, stores it durably and then writes its row. In a rotation the
 * key before it stays stored until somebody has seen the new one working, and the new one is tried before it is put to use.
 * Throws the client's MOMENTO_… codes and those of `checkKey`.
 */
export async function makeKey(
  options: AccessKeyOptions,
  effects: Effects,
  present: StoredKey | undefined,
): Promise<void> {
  const { kind, imported } = options;
  const old = effects.secrets.get(kind);
  if (imported !== undefined) await tryKey(options, effects, imported);
  if (imported === undefined && present !== undefined) noteLost(effects, kind, present);
  const key = imported ?? present ?? (await obtain(options, effects));
  if (key !== present) await store(options, effects, old, key);
  if (key !== imported && key !== present && options.renew === true)
    await tryOrRevert(options, effects, old, key);
  await effects.persist({
    ids: { cache: cacheName(effects.scope) },
    fingerprints: { apiKey: fingerprint(key.apiKey) },
    expiresAt: key.expiresAt,
    done: ["asked", "stored"],
  });
}

async function store(
  { kind, renew }: AccessKeyOptions,
  { secrets }: Effects,
  old: StoredKey | undefined,
  key: StoredKey,
): Promise<void> {
  // The oldest one stays: it is what is in use where an earlier rotation has not arrived yet.
  if (renew === true && old !== undefined && secrets.get(PREVIOUS[kind]) === undefined)
    await secrets.put(PREVIOUS[kind], old);
  await secrets.put(kind, key);
}

async function tryOrRevert(
  options: AccessKeyOptions,
  effects: Effects,
  old: StoredKey | undefined,
  key: StoredKey,
): Promise<void> {
  try {
    await tryKey(options, effects, key);
  } catch (error) {
    if (old !== undefined) await effects.secrets.put(options.kind, old);
    throw error;
  }
}

async function obtain(options: AccessKeyOptions, effects: Effects): Promise<StoredKey> {
  const { kind, client } = options;
  const { scope, row, secrets } = effects;
  const days = scope.spec.origin.keyDays;
  let lost = wasAsked(row) ? 1 : 0;
  await effects.persist({ done: ["asked"] });
  const asking = askingFor(effects, kind);
  const counting: Asking = {
    ...asking,
    onRetry: (info) => {
      lost += 1;
      asking.onRetry?.(info);
    },
  };
  const momento = await client();
  const old = secrets.get(kind);
  const refreshed =
    old !== undefined && mayRefresh(options, row, cacheName(scope))
      ? await momento.refreshKey(old, counting).catch(unlessRefused)
      : undefined;
  const wish = { cache: cacheName(scope), role: ROLE[kind], days };
  const key = refreshed ?? (await momento.generateKey(wish, counting));
  if (lost > 0) effects.emit(lostKeyNote(kind, lost, effects.clock.now() / 1000 + days * 86_400));
  return key;
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof LiveOriginError && NOT_REFRESHABLE.has(error.code)) return undefined;
  throw error;
}

/** A run before this one asked and did not get to store the answer, and this one asks no more. */
function noteLost(effects: Effects, kind: AccessKeyKind, present: StoredKey): void {
  const { row, scope, clock } = effects;
  if (!wasAsked(row) || row?.fingerprints?.["apiKey"] !== fingerprint(present.apiKey)) return;
  const seconds = clock.now() / 1000 + scope.spec.origin.keyDays * 86_400;
  effects.emit(lostKeyNote(kind, 1, seconds));
}

function wasAsked(row: Row | undefined): boolean {
  return row?.done?.includes("asked") === true && !row.done.includes("stored");
}

async function tryKey(
  { kind, imported, client }: AccessKeyOptions,
  effects: Effects,
  key: StoredKey,
): Promise<void> {
  const { scope, clock, signal } = effects;
  const { onRetry } = askingFor(effects, kind);
  const http = patientHttp(momentoHttp({ restUrl: scope.momentoRestUrl, key: key.apiKey }), {
    clock,
    signal,
    onRetry,
  });
  const isGiven = key === imported;
  await checkKey(http, { kind, cache: cacheName(scope), stamp: clock.now(), signal, isGiven });
  if (isGiven) await checkNoManager(await client(), kind, key, askingFor(effects, kind));
}
