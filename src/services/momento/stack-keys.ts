import type { PlanContext, SecretStore, StoredKey } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import type { CallOptions } from "../aws/call-options.ts";
import type { AccountClient } from "./account-client.ts";
import type { ApiKeyInfo } from "./account-answers.ts";
import { roleBlocked } from "./account-failure.ts";
import { type AccessKeyKind, PREVIOUS } from "./key-roles.ts";
import { isStackRole, type Role } from "./stack-role.ts";

/** What the account has of one of the stack's keys: its roles (one a cache) and the keys of these. */
export type StackKeys = {
  readonly roles: readonly Role[];
  readonly keys: readonly ApiKeyInfo[];
};

/** Was this key made through the account API, so that it can be revoked? */
export function isRevocable(key: StoredKey | undefined): key is StoredKey {
  return key?.roleId !== undefined;
}

/** May the account have roles for this key? Only then it is asked. */
export function mayHaveRoles(
  store: SecretStore,
  kind: AccessKeyKind,
  recorded: ResourceState | undefined,
): boolean {
  const known = recorded?.ids["role"] ?? "";
  return known !== "" || [kind, PREVIOUS[kind]].some((slot) => isRevocable(store.get(slot)));
}

/** Reads all roles and keys of the account and keeps those of this stack and kind. Throws the client's MOMENTO_… codes. */
export async function findStackKeys({
  account,
  planContext: { stackId },
  kind,
  callOptions,
}: {
  readonly account: Pick<AccountClient, "listRoles" | "listKeys">;
  readonly planContext: Pick<PlanContext, "stackId">;
  readonly kind: AccessKeyKind;
  readonly callOptions: CallOptions;
}): Promise<StackKeys> {
  const [allRoles, allKeys] = await Promise.all([
    account.listRoles(callOptions),
    account.listKeys(callOptions),
  ]);
  const roles = allRoles.filter((role) => isStackRole(role, stackId, kind));
  const ids = new Set(roles.map(({ role_id }) => role_id));
  return { roles, keys: allKeys.filter(({ role_id }) => ids.has(role_id)) };
}

/** Looks for keys to revoke: a list of several pages may leave one out while others are revoked. */
const LOOKS = 5;

/**
 * Revokes the stack's keys of one kind but for those that are kept, and deletes roles that none of these has. Keys are found
 * by role, so one whose answer was lost goes too, and a second time does no harm. Returns how many keys were revoked. Throws
 * MOMENTO_ROLE_BLOCKED, and the client's codes.
 */
export async function revokeAllBut({
  account,
  context,
  kind,
  kept,
  callOptions,
}: {
  readonly account: AccountClient;
  readonly context: Pick<PlanContext, "stackId">;
  readonly kind: AccessKeyKind;
  readonly kept: readonly StoredKey[];
  readonly callOptions: CallOptions;
}): Promise<number> {
  const keeps = (key: ApiKeyInfo): boolean => kept.some(({ keyId }) => keyId === key.key_id);
  const look = (): Promise<StackKeys> =>
    findStackKeys({ account, planContext: context, kind, callOptions });
  const revoked = new Set<string>();
  let seen = await look();
  for (let looks = 1; looks < LOOKS; looks += 1) {
    const unused = seen.keys.filter((key) => !keeps(key));
    for (const { key_id } of unused) await account.revokeKey(key_id, callOptions);
    for (const { key_id } of unused) revoked.add(key_id);
    if (unused.length === 0) break;
    seen = await look();
  }
  for (const role of seen.roles.filter(
    ({ role_id }) => !kept.some((key) => key.roleId === role_id),
  ))
    await deleteRole(account, role, callOptions);
  return revoked.size;
}

/** A key whose answer came too late may have appeared since the look: it is revoked, and the role is tried once more. */
async function deleteRole(
  account: AccountClient,
  role: Role,
  callOptions: CallOptions,
): Promise<void> {
  const first = await account.deleteRole(role.role_id, callOptions);
  if (typeof first === "string") return;
  const late = (await account.listKeys(callOptions)).filter(
    ({ role_id }) => role_id === role.role_id,
  );
  for (const { key_id } of late) await account.revokeKey(key_id, callOptions);
  const second = late.length === 0 ? first : await account.deleteRole(role.role_id, callOptions);
  if (typeof second !== "string") throw roleBlocked(role.role_name, second.blockedBy);
}
