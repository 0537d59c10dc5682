import { z } from "zod";
import type { SandboxClock } from "../clock.ts";
import { type Identifiers, RANDOM, uuidOf } from "../identifiers.ts";
import type { Grant } from "./grant.ts";
import { refusal } from "./refusals.ts";
import { grantOfRole, permissionSet, type Role, SYSTEM_ROLES } from "./roles.ts";

/** Metadata of a v2 key; the key itself is shown once. */
type KeyInfo = {
  readonly key_id: string;
  readonly account_id: string;
  readonly description: string;
  readonly role_id: string;
  readonly expires_at_epoch_seconds?: number;
  readonly issued_at_epoch_seconds: number;
};

const roleBody = z.object({
  role_name: z.string().min(1),
  description: z.string().optional(),
  permissions: permissionSet,
});

const keyBody = z.object({
  role_id: z.string(),
  description: z.string(),
  expiry: z.union([z.literal("never"), z.int().positive()]),
});

export type Account = ReturnType<typeof createAccount>;

/** The account's roles and v2 keys (Momento docs: Roles HTTP API, API Keys HTTP API). */
export function createAccount(clock: SandboxClock, ids: Identifiers = RANDOM) {
  const roles = new Map<string, Role>(SYSTEM_ROLES.map((role) => [role.role_id, role]));
  const keys = new Map<string, KeyInfo>();
  const accountId = `acc-${uuidOf(ids).slice(0, 8)}`;
  const nowSeconds = (): number => Math.floor(clock.now() / 1000);

  const roleOf = (id: string): Role => {
    const role = roles.get(id);
    if (role === undefined) throw refusal("NOT_FOUND", `No role ${id}`);
    return role;
  };
  const customRole = (id: string): Role => {
    const role = roleOf(id);
    if (role.role_type === "system")
      throw refusal("FAILED_PRECONDITION", "System roles cannot be changed or deleted");
    return role;
  };
  const nameIsFree = (name: string, but?: string): void => {
    for (const role of roles.values())
      if (role.role_name === name && role.role_id !== but)
        throw refusal("ALREADY_EXISTS", `A role named ${name} already exists`);
  };
  const alive = (info: KeyInfo): boolean =>
    info.expires_at_epoch_seconds === undefined || info.expires_at_epoch_seconds > nowSeconds();

  const addKey = ({ role_id, description, expiry }: z.infer<typeof keyBody>): KeyInfo => {
    roleOf(role_id);
    const info: KeyInfo = {
      key_id: `key-${uuidOf(ids)}`,
      account_id: accountId,
      description,
      role_id,
      ...(expiry === "never" ? {} : { expires_at_epoch_seconds: expiry }),
      issued_at_epoch_seconds: nowSeconds(),
    };
    keys.set(info.key_id, info);
    return info;
  };
  // What the account's owner made in the console before anybody else came.
  const owner = addKey({ role_id: "system-owner", description: "the owner's", expiry: "never" });

  return {
    owner,
    roles: (): readonly Role[] => [...roles.values()],
    keys: (): readonly KeyInfo[] => [...keys.values()],
    createRole(body: unknown): Role {
      const wanted = parse(roleBody, body);
      nameIsFree(wanted.role_name);
      const role: Role = { role_id: `role-${uuidOf(ids)}`, role_type: "custom", ...wanted };
      roles.set(role.role_id, role);
      return role;
    },
    updateRole(id: string, body: unknown): Role {
      const role = customRole(id);
      const wanted = parse(roleBody, body);
      nameIsFree(wanted.role_name, id);
      const updated = { ...role, ...wanted };
      roles.set(id, updated);
      return updated;
    },
    /** A role in use stays: the answer then lists its keys. */
    deleteRole(id: string): unknown {
      customRole(id);
      const users = [...keys.values()].filter((key) => key.role_id === id && alive(key));
      if (users.length > 0)
        return { status: "blocked", account_members: [], invitations: [], api_keys: users };
      roles.delete(id);
      return { status: "deleted" };
    },
    createKey: (body: unknown): KeyInfo => addKey(parse(keyBody, body)),
    revokeKey(id: string): void {
      if (!keys.delete(id)) throw refusal("NOT_FOUND", `No API key ${id}`);
    },
    /** What a v2 key may do now; undefined when it was revoked. */
    grantOf(keyId: string): Grant | undefined {
      const role = roles.get(keys.get(keyId)?.role_id ?? "");
      return role === undefined ? undefined : grantOfRole(role.permissions);
    },
  };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusal("INVALID_ARGUMENT", z.prettifyError(parsed.error));
}
