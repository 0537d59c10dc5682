import type { Effects, StoredKey } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Spec } from "../../config/spec.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import { fingerprint } from "../fingerprint.ts";
import type { AccessKeyOptions } from "./access-key-options.ts";
import { cacheName } from "./cache-name.ts";
import { momentoHttp } from "./http-client.ts";
import { isExpired, wasAsked } from "./interrupted-key.ts";
import { retryingHttp } from "./retrying-http.ts";
import { checkKey, checkNoManager } from "./key-check.ts";
import { lostKeyNote } from "./key-notes.ts";
import { PREVIOUS, ROLE, type AccessKeyKind } from "./key-roles.ts";
import { obtainRevocable, revokeLost } from "./revocable-key.ts";
import { isRevocable } from "./stack-keys.ts";

/** What a refresh can be answered with that a newly generated key would get past. */
const NOT_REFRESHABLE: ReadonlySet<string> = new Set([
  "MOMENTO_KEY_REJECTED",
  "MOMENTO_KEY_TOO_WEAK",
  "MOMENTO_REFUSED",
]);

/** In a key's entry: it was brought by the user, and stays whatever kind of keys the Spec wants. */
export const GIVEN = "given" as const;

/**
 * May the stored key be exchanged for its successor by its refresh token, so that no stronger key is needed? Only in a
 * rotation, for the same cache, and before it expires (Momento docs, API keys).
 */
export function mayRefresh(
  { kind, store, renew, now }: AccessKeyOptions,
  recorded: ResourceState | undefined,
  { spec, cache }: { readonly spec: Spec; readonly cache: string },
): boolean {
  const old = store.get(kind);
  if (renew !== true || old?.refreshToken === undefined || spec.origin.revocableKeys) return false;
  return recorded?.ids["cache"] === cache && !(now !== undefined && isExpired(old, now()));
}

/**
 * Makes a key, or takes the one that is `present` or imported, stores it durably and then writes its entry. What it takes the
 * place of stays stored beside it, in a rotation and when it can be revoked, until somebody has seen the new one working; in
 * a rotation the new one is tried before it is put to use. Throws the client's MOMENTO_… codes and those of `checkKey`.
 */
export async function makeKey(
  options: AccessKeyOptions,
  effects: Effects,
  present: StoredKey | undefined,
): Promise<void> {
  const { kind, imported } = options;
  const { context, recorded, secrets } = effects;
  const old = secrets.get(kind);
  if (imported !== undefined) await tryKey(options, effects, imported);
  const isKept = imported === undefined && present !== undefined;
  if (isKept && !isRevocable(present)) noteLost(effects, kind, present);
  let lost = wasAsked(recorded);
  const key =
    imported ??
    present ??
    (context.spec.origin.revocableKeys
      ? await revocable(options, effects, () => (lost = true))
      : await obtain(options, effects));
  if (key !== present) await store({ options, effects, old, key });
  if (key !== imported && key !== present && options.renew === true)
    await tryOrRevert({ options, effects, old, key });
  if (isRevocable(key) && lost) await revokeLost(await options.account(), effects, kind);
  const hasIds = isRevocable(key) || (recorded?.ids["role"] ?? "") !== "";
  await effects.persist({
    ids: {
      cache: cacheName(context),
      ...(hasIds && { roleId: key.roleId ?? "", keyId: key.keyId ?? "" }),
    },
    fingerprints: { apiKey: fingerprint(key.apiKey) },
    expiresAt: key.expiresAt,
    done: ["asked", "stored", ...(isGiven({ options, recorded, key, present }) ? [GIVEN] : [])],
  });
}

function isGiven({
  options: { imported },
  recorded,
  key,
  present,
}: {
  readonly options: AccessKeyOptions;
  readonly recorded: ResourceState | undefined;
  readonly key: StoredKey;
  readonly present: StoredKey | undefined;
}): boolean {
  return key === imported || (key === present && recorded?.done?.includes(GIVEN) === true);
}

async function revocable(
  { kind, account }: AccessKeyOptions,
  effects: Effects,
  onLost: () => void,
): Promise<StoredKey> {
  await effects.persist({ done: ["asked"] });
  return obtainRevocable({ account: await account(), effects, kind, onLost });
}

async function store({
  options: { kind, renew },
  effects: { secrets },
  old,
  key,
}: {
  readonly options: AccessKeyOptions;
  readonly effects: Effects;
  readonly old: StoredKey | undefined;
  readonly key: StoredKey;
}): Promise<void> {
  // What another kind of key replaces is in use until the rest of the stack has the new one.
  const isWorthKeeping = renew === true || isRevocable(old) || isRevocable(key);
  // The oldest one stays: it is what is in use where an earlier rotation has not arrived yet.
  if (isWorthKeeping && old !== undefined && secrets.get(PREVIOUS[kind]) === undefined)
    await secrets.put(PREVIOUS[kind], old);
  await secrets.put(kind, key);
}

async function tryOrRevert({
  options,
  effects,
  old,
  key,
}: {
  readonly options: AccessKeyOptions;
  readonly effects: Effects;
  readonly old: StoredKey | undefined;
  readonly key: StoredKey;
}): Promise<void> {
  try {
    await tryKey(options, effects, key);
  } catch (error) {
    if (old !== undefined) await effects.secrets.put(options.kind, old);
    throw error;
  }
}

async function obtain(options: AccessKeyOptions, effects: Effects): Promise<StoredKey> {
  const { kind, client } = options;
  const { context, recorded, secrets } = effects;
  const days = context.spec.origin.keyDays;
  let lost = wasAsked(recorded) ? 1 : 0;
  await effects.persist({ done: ["asked"] });
  const callOptions = callOptionsFor(effects, kind);
  const counting: CallOptions = {
    ...callOptions,
    onRetry: (info) => {
      lost += 1;
      callOptions.onRetry?.(info);
    },
  };
  const momento = await client();
  const old = secrets.get(kind);
  const refreshed =
    old !== undefined &&
    mayRefresh(options, recorded, { spec: context.spec, cache: cacheName(context) })
      ? await momento.refreshKey(old, counting).catch(unlessRefused)
      : undefined;
  const request = { cache: cacheName(context), role: ROLE[kind], days };
  const key = refreshed ?? (await momento.generateKey(request, counting));
  if (lost > 0) effects.emit(lostKeyNote(kind, lost, effects.clock.now() / 1000 + days * 86_400));
  return key;
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof LiveOriginError && NOT_REFRESHABLE.has(error.code)) return undefined;
  throw error;
}

/** A run before this one asked and did not get to store the answer, and this one asks no more. */
function noteLost(effects: Effects, kind: AccessKeyKind, present: StoredKey): void {
  const { recorded, context, clock } = effects;
  if (!wasAsked(recorded) || recorded?.fingerprints?.["apiKey"] !== fingerprint(present.apiKey))
    return;
  const seconds = clock.now() / 1000 + context.spec.origin.keyDays * 86_400;
  effects.emit(lostKeyNote(kind, 1, seconds));
}

async function tryKey(
  { kind, imported, client }: AccessKeyOptions,
  effects: Effects,
  key: StoredKey,
): Promise<void> {
  const { context, clock, signal } = effects;
  const { onRetry } = callOptionsFor(effects, kind);
  const http = retryingHttp(momentoHttp({ restUrl: context.momentoRestUrl, key: key.apiKey }), {
    clock,
    signal,
    onRetry,
  });
  const isGiven = key === imported;
  await checkKey(http, { kind, cache: cacheName(context), stamp: clock.now(), signal, isGiven });
  if (isGiven)
    await checkNoManager({
      momento: await client(),
      kind,
      key,
      callOptions: callOptionsFor(effects, kind),
    });
}
