import type { Call } from "../../core/engine/call.ts";
import type { Difference, Resource, PlanContext, StoredKey } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { callOptionsFor } from "../aws/call-options.ts";
import { fingerprint } from "../fingerprint.ts";
import {
  createApiKeyCall,
  createRoleCall,
  deleteRoleCall,
  revokeApiKeyCall,
  updateRoleCall,
} from "./account-requests.ts";
import type { AccessKeyOptions } from "./access-key-options.ts";
import { cacheName } from "./cache-name.ts";
import { interruptedKey } from "./interrupted-key.ts";
import { type ObservedKey, observeKey } from "./observe-key.ts";
import { keyNote } from "./key-notes.ts";
import { GIVEN, makeKey, mayRefresh } from "./make-key.ts";
import { PREVIOUS, ROLE } from "./key-roles.ts";
import { generateKeyCall, refreshKeyCall } from "./requests.ts";
import { ensureRole } from "./revocable-key.ts";
import { isRevocable, mayHaveRoles, revokeAllBut } from "./stack-keys.ts";
import { stackRole } from "./stack-role.ts";

/** The path of a difference that needs no other key: the role is put right. */
const ROLE_PATH = "role";

/**
 * A key for one cache: read-write for the encoder, read-only for players. Stored (0600) before the entry says that it exists;
 * the entry knows its fingerprint and its expiry. Making it again is how a lost, expired or replaced key is repaired. With
 * `origin.revocableKeys` it is a v2 key of a role of its own, which rotation and removal revoke.
 */
export function accessKeyResource(options: AccessKeyOptions): Resource<ObservedKey> {
  const { kind, store, account } = options;
  return {
    kind,
    dependsOn: ["cache"],
    wanted: () => true,
    observe: (context, recorded, signal) =>
      observeKey({ sources: options, context, recorded, signal }),
    diff: (context, found, recorded) => differences({ options, context, found, recorded }),
    calls: (context, { action, found, differences: changes }) =>
      callsOf({ options, context, action, found, changes }),
    create: (effects) =>
      makeKey(options, effects, reusable(options, effects.context, effects.recorded)),
    update: async (effects, _found, changes) => {
      if (changes.some(({ path }) => path === ROLE_PATH))
        await ensureRole(await account(), effects, kind);
      const present = changes.every(({ path }) => path === ROLE_PATH)
        ? store.get(kind)
        : reusable(options, effects.context, effects.recorded);
      await makeKey(options, effects, present);
    },
    remove: async (effects) => {
      const { context, recorded, secrets } = effects;
      if (mayHaveRoles(secrets, kind, recorded))
        await revokeAllBut({
          account: await account(),
          context,
          kind,
          kept: [],
          callOptions: callOptionsFor(effects, kind),
        });
      for (const slot of [kind, PREVIOUS[kind]]) {
        const key = secrets.get(slot);
        await secrets.remove(slot);
        if (key !== undefined && !isRevocable(key)) effects.emit(keyNote(kind, key));
      }
    },
  };
}

/** What an interrupted run stored, if it is of the kind that is wanted now. */
function reusable(
  { kind, store }: AccessKeyOptions,
  { spec }: PlanContext,
  recorded: ResourceState | undefined,
): StoredKey | undefined {
  const key = interruptedKey(store, kind, recorded);
  return isRevocable(key) === spec.origin.revocableKeys ? key : undefined;
}

/** Throws what the account API could not be asked for: a plan must not be made without it. */
function differences({
  options,
  context,
  found,
  recorded,
}: {
  readonly options: AccessKeyOptions;
  readonly context: PlanContext;
  readonly found: ObservedKey;
  readonly recorded: ResourceState | undefined;
}): readonly Difference[] {
  const { account, cache, expired, expiresAt, isRevocable: is = false } = found;
  if (account?.is === "unseen") throw account.error;
  const wants = context.spec.origin.revocableKeys;
  const isGiven = options.imported !== undefined || recorded?.done?.includes(GIVEN) === true;
  const isGone = account?.isGone === true;
  const moves = cache !== undefined && cache !== cacheName(context);
  const isOtherKind = found.fingerprint !== "" && !isGiven && is !== wants;
  return [
    ...change({ is: expired, path: "expiresAt", from: date(expiresAt), to: "later" }),
    ...change({ is: moves, path: "cache", from: cache, to: cacheName(context) }),
    ...change({ is: isOtherKind, path: "revocableKeys", from: is, to: wants }),
    ...change({
      is: isGone || isToBeAnother(options, found),
      path: "apiKey",
      from: "***",
      to: "***",
    }),
    ...change({
      is: is && wants && !moves && account?.roleDiffers === true,
      path: ROLE_PATH,
      from: "changed",
      to: "as made",
    }),
  ];
}

/** The writes in order; a key that is replaced is revoked once the new one was seen working. */
function callsOf({
  options,
  context,
  action,
  found,
  changes,
}: {
  readonly options: AccessKeyOptions;
  readonly context: PlanContext;
  readonly action: string;
  readonly found: ObservedKey | undefined;
  readonly changes: readonly Difference[];
}): readonly Call[] {
  const { kind, store, now = () => 0 } = options;
  const recorded = context.resources[kind];
  const seen = found?.account?.is === "seen" ? found.account : undefined;
  if (action === "delete")
    return [
      ...(seen?.keyIds ?? []).map(revokeApiKeyCall),
      ...(seen?.roleIds ?? []).map(deleteRoleCall),
    ];
  if (action !== "create" && action !== "update") return [];
  if (options.imported !== undefined || reusable(options, context, recorded) !== undefined)
    return [];
  const { spec } = context;
  const roleId =
    recorded?.ids["role"] === stackRole(context, kind).role_name ? recorded.ids["roleId"] : "";
  const hasRole = roleId !== undefined && roleId !== "" && seen?.roleIds.includes(roleId) === true;
  if (action === "update" && changes.length > 0 && changes.every(({ path }) => path === ROLE_PATH))
    return hasRole ? [updateRoleCall(context, kind, roleId)] : [createRoleCall(context, kind)];
  const old = store.get(kind);
  const revokes = old?.keyId === undefined ? [] : [revokeApiKeyCall(old.keyId)];
  if (spec.origin.revocableKeys)
    return [
      ...(hasRole ? [] : [createRoleCall(context, kind)]),
      createApiKeyCall({ context, kind, roleId: hasRole ? roleId : undefined, nowMs: now() }),
      ...revokes,
    ];
  const cache = cacheName(context);
  return old !== undefined && mayRefresh(options, recorded, { spec, cache })
    ? [refreshKeyCall(old)]
    : [
        generateKeyCall(cache, ROLE[kind], spec.origin.keyDays),
        ...revokes,
        ...(old?.roleId === undefined ? [] : [deleteRoleCall(old.roleId)]),
      ];
}

function isToBeAnother({ imported, renew }: AccessKeyOptions, found: ObservedKey): boolean {
  if (imported !== undefined) return fingerprint(imported.apiKey) !== found.fingerprint;
  return renew === true;
}

function change({
  is,
  path,
  from,
  to,
}: {
  readonly is: boolean;
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}): readonly Difference[] {
  return is ? [{ path, from, to, effect: "update" }] : [];
}

function date(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
