import type { Effects, StoredKey } from "../../core/engine/resource.ts";
import { momentoCell } from "../../config/momento-endpoint.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import type { AccountClient } from "./account-client.ts";
import { apiKeyRequest } from "./account-requests.ts";
import { accountAnswerMalformed } from "./account-failure.ts";
import { lostKeysRevokedNote } from "./key-notes.ts";
import { type AccessKeyKind, PREVIOUS } from "./key-roles.ts";
import { isRevocable, revokeAllBut } from "./stack-keys.ts";
import { permitsTheSame, type Role, stackRole } from "./stack-role.ts";

/**
 * The stack's role for a key, made or found by its name, with exactly the permissions that it should have. Its name is in the
 * entry before it is asked for, so that a rerun looks for it first. Throws the client's MOMENTO_… codes.
 */
export async function ensureRole(
  account: AccountClient,
  effects: Effects,
  kind: AccessKeyKind,
): Promise<Role> {
  const { context, recorded } = effects;
  const wanted = stackRole(context, kind);
  const callOptions = callOptionsFor(effects, kind);
  const find = async (): Promise<Role | undefined> =>
    (await account.listRoles(callOptions)).find(({ role_name }) => role_name === wanted.role_name);
  const mayExist = recorded?.ids["role"] === wanted.role_name;
  await effects.persist({ ids: { role: wanted.role_name } });
  const known = mayExist ? await find() : undefined;
  const made = known ?? (await account.createRole(wanted, callOptions));
  const role = made === "exists" ? await find() : made;
  if (role === undefined)
    throw accountAnswerMalformed(
      "ListRoles",
      `the role ${wanted.role_name} exists but is not listed`,
    );
  await effects.persist({ ids: { roleId: role.role_id } });
  return permitsTheSame(role, wanted)
    ? role
    : account.updateRole(role.role_id, wanted, callOptions);
}

/**
 * Makes a key of the stack's role. `onLost` hears of every attempt whose answer was lost: it may have made a key that nobody
 * holds. Throws the client's MOMENTO_… codes.
 */
export async function obtainRevocable({
  account,
  effects,
  kind,
  onLost,
}: {
  readonly account: AccountClient;
  readonly effects: Effects;
  readonly kind: AccessKeyKind;
  readonly onLost: () => void;
}): Promise<StoredKey> {
  const { role_id } = await ensureRole(account, effects, kind);
  const callOptions = callOptionsFor(effects, kind);
  const counting: CallOptions = {
    ...callOptions,
    onRetry: (info) => {
      onLost();
      callOptions.onRetry?.(info);
    },
  };
  const request = apiKeyRequest({
    context: effects.context,
    kind,
    roleId: role_id,
    nowMs: effects.clock.now(),
  });
  const { apiKey, info } = await account.createKey(request, counting);
  return {
    apiKey,
    endpoint: momentoCell(effects.context.momentoRestUrl),
    expiresAt: info.expires_at_epoch_seconds ?? 0,
    keyId: info.key_id,
    roleId: role_id,
  };
}

/** Revokes what a lost answer left behind; the key in force and the one before it stay. Throws the client's codes. */
export async function revokeLost(
  account: AccountClient,
  effects: Effects,
  kind: AccessKeyKind,
): Promise<void> {
  const { secrets, context } = effects;
  const kept = [secrets.get(kind), secrets.get(PREVIOUS[kind])].filter(isRevocable);
  // A rebuilt state may not know which key of the role it uses: then nothing is safe to revoke.
  if (kept.some(({ keyId }) => keyId === undefined)) return;
  const count = await revokeAllBut({
    account,
    context,
    kind,
    kept,
    callOptions: callOptionsFor(effects, kind),
  });
  if (count > 0) effects.emit(lostKeysRevokedNote(kind, count));
}
