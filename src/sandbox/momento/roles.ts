import { isIP } from "node:net";
import { z } from "zod";
import type { CacheRule, Grant } from "./grant.ts";
import { scopedGrant } from "./grant.ts";

const all = z.literal("*");
const name = z.strictObject({ name: z.string().min(1) });
const nameOrPrefix = z.union([all, name, z.strictObject({ prefix: z.string() })]);
const item = z.union([
  all,
  z.strictObject({ key: z.string().min(1) }),
  z.strictObject({ key_prefix: z.string().min(1) }),
]);
const verbs = z.array(z.enum(["read", "write", "list"])).min(1);
const invoke = z.array(z.literal("invoke")).min(1);
const caches = z.union([all, name]);

const rule = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("account_management"),
    permissions: z.array(z.enum(["read", "list"])).min(1),
  }),
  z.strictObject({ type: z.literal("auth_management"), permissions: verbs, items: all }),
  z.strictObject({ type: z.literal("resource_management"), permissions: verbs, resources: all }),
  z.strictObject({ type: z.literal("cache"), permissions: verbs, caches, items: item }),
  z.strictObject({ type: z.literal("topic"), permissions: verbs, caches, topics: nameOrPrefix }),
  z.strictObject({ type: z.literal("store"), permissions: verbs, stores: caches, items: item }),
  z.strictObject({
    type: z.literal("function"),
    permissions: invoke,
    caches,
    functions: nameOrPrefix,
  }),
]);

const condition = z.strictObject({
  ip_filter: z.strictObject({ allowed_cidr_ranges: z.array(z.string().refine(isCidr)).min(1) }),
});

/** A role's permission set, as Momento's Roles HTTP API documents it. */
export const permissionSet = z.strictObject({
  rules: z.array(rule).min(1),
  conditions: z.array(condition).optional(),
});

type PermissionSet = z.infer<typeof permissionSet>;

export type Role = {
  readonly role_id: string;
  readonly role_name: string;
  readonly role_type: "system" | "custom";
  readonly description?: string | undefined;
  readonly permissions: PermissionSet;
};

const EVERYTHING: PermissionSet["rules"] = [
  { type: "account_management", permissions: ["read", "list"] },
  { type: "auth_management", permissions: ["read", "write", "list"], items: "*" },
  { type: "resource_management", permissions: ["read", "write", "list"], resources: "*" },
  { type: "cache", permissions: ["read", "write", "list"], caches: "*", items: "*" },
];

/** The names are documented, their ids and exact rules are not: clients must find them by listing. */
export const SYSTEM_ROLES: readonly Role[] = [
  system("Owner", "Everything", EVERYTHING),
  system("Operator", "Everything but the account", EVERYTHING.slice(1)),
  system("Viewer", "Reads everything", [
    { type: "account_management", permissions: ["read", "list"] },
    { type: "auth_management", permissions: ["read", "list"], items: "*" },
    { type: "resource_management", permissions: ["read", "list"], resources: "*" },
    { type: "cache", permissions: ["read", "list"], caches: "*", items: "*" },
  ]),
];

/** What the holder of a key with this permission set may do. IP conditions are not emulated: everything is loopback. */
export function grantOfRole({ rules }: PermissionSet): Grant {
  const may = (type: "auth_management" | "resource_management", verb: "read" | "write" | "list") =>
    rules.some((one) => one.type === type && one.permissions.includes(verb));
  const listsCaches = rules.some((one) => one.type === "cache" && one.permissions.includes("list"));
  return {
    ...scopedGrant(rules.flatMap(cacheRule)),
    manageCaches: may("resource_management", "write"),
    listCaches: may("resource_management", "list") || listsCaches,
    mint: may("auth_management", "write") ? "scoped" : "none",
    readAuth: may("auth_management", "read") || may("auth_management", "list"),
    writeAuth: may("auth_management", "write"),
  };
}

function cacheRule(one: PermissionSet["rules"][number]): readonly CacheRule[] {
  if (one.type !== "cache") return [];
  const items = one.items;
  return [
    {
      read: one.permissions.includes("read"),
      write: one.permissions.includes("write"),
      ...(one.caches === "*" ? {} : { cache: one.caches.name }),
      ...(items !== "*" && "key" in items ? { key: bytes(items.key) } : {}),
      ...(items !== "*" && "key_prefix" in items ? { keyPrefix: bytes(items.key_prefix) } : {}),
    },
  ];
}

function bytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function isCidr(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  return family > 0 && rest.length === 0 && /^\d+$/.test(length) && Number(length) <= longest;
}

function system(role_name: string, description: string, rules: PermissionSet["rules"]): Role {
  return {
    role_id: `system-${role_name.toLowerCase()}`,
    role_name,
    role_type: "system",
    description,
    permissions: { rules },
  };
}
