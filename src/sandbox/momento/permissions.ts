import type { auth } from "@gomomento/generated-types";
import type { CacheRule } from "./grant.ts";
import type { Scope } from "./keys.ts";
import { refusal } from "./refusals.ts";

type Permissions = auth.auth._GenerateApiTokenRequest["permissions"];
type Permission = Permissions["explicit"]["permissions"][number];

/** A key may carry so many permissions (Momento docs, API keys). */
const MAX_PERMISSIONS = 10;

/** CacheRole of Momento's public wire types. */
const ROLES: Readonly<Record<number, { readonly read: boolean; readonly write: boolean }>> = {
  1: { read: true, write: true },
  2: { read: true, write: false },
  3: { read: false, write: true },
};

/**
 * Reads the permissions of a request for a key. Empty, too many, and conflicting ones are INVALID_ARGUMENT (Momento's
 * auth tests).
 */
export function scopeOf(permissions: Permissions | undefined): Scope {
  if (permissions?.kind === "super_user") return { kind: "super-user" };
  const wanted = permissions?.kind === "explicit" ? permissions.explicit.permissions : [];
  if (wanted.length === 0) throw refusal("INVALID_ARGUMENT", "The permissions are empty");
  if (wanted.length > MAX_PERMISSIONS)
    throw refusal("INVALID_ARGUMENT", `More than ${MAX_PERMISSIONS} permissions`);
  const selectors = new Set(wanted.map(selectorOf));
  if (selectors.size < wanted.length)
    throw refusal("INVALID_ARGUMENT", "Two permissions are about the same resource");
  return { kind: "rules", rules: wanted.flatMap(ruleOf) };
}

function selectorOf(permission: Permission): string {
  const { cache_permissions, topic_permissions, function_permissions } = permission.toObject();
  const { role: _role, ...selector } =
    cache_permissions ?? topic_permissions ?? function_permissions ?? {};
  const item = permission.has_cache_permissions ? ruleOf(permission) : [];
  return JSON.stringify([
    permission.kind,
    selector,
    item.map(({ key, keyPrefix }) => ({ key, keyPrefix })),
  ]);
}

/** Topics and functions are not emulated: a key may carry such permissions, they allow nothing here. */
function ruleOf(permission: Permission): readonly CacheRule[] {
  if (!permission.has_cache_permissions) return [];
  const { role, has_cache_selector, cache_selector, has_item_selector, item_selector } =
    permission.cache_permissions;
  const item = has_item_selector ? item_selector : undefined;
  return [
    {
      ...(ROLES[role] ?? { read: false, write: false }),
      ...(has_cache_selector ? { cache: cache_selector.cache_name } : {}),
      ...(item?.has_key === true ? { key: latin1(item.key) } : {}),
      ...(item?.has_key_prefix === true ? { keyPrefix: latin1(item.key_prefix) } : {}),
    },
  ];
}

/** Binary keys as text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
