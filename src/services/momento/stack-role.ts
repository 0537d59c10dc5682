import type { PlanContext } from "../../core/engine/resource.ts";
import { cacheName } from "./cache-name.ts";
import { type AccessKeyKind, WHOSE } from "./key-roles.ts";

/** What may be done with one cache, in the words of Momento's Roles HTTP API. */
type CacheRule = {
  readonly type: "cache";
  readonly permissions: readonly ("read" | "write")[];
  readonly caches: { readonly name: string };
  readonly items: "*";
};

/** A role as it is asked for. */
export type RoleRequest = {
  readonly role_name: string;
  readonly description: string;
  readonly permissions: { readonly rules: readonly CacheRule[] };
};

/** A role as far as it concerns us. What it permits is compared, never used. */
export type Role = {
  readonly role_id: string;
  readonly role_name: string;
  readonly description?: string | undefined;
  readonly permissions?: unknown;
};

const PERMISSIONS = {
  encoderKey: ["read", "write"],
  playerKey: ["read"],
} as const;

/**
 * The role of a stack's key: one cache and nothing else. Roles carry no tags, so the name holds the stack's id, by which a
 * role is known whose creation was never answered, and the description holds what tells the stack's name and region.
 */
export function stackRole(context: PlanContext, kind: AccessKeyKind): RoleRequest {
  const { spec, stackId } = context;
  const cache = cacheName(context);
  return {
    role_name: `live-origin-${cache}-${stackId}-${WHOSE[kind]}`,
    description: `live-origin ${spec.name} ${stackId} ${spec.region}`,
    permissions: {
      rules: [
        { type: "cache", permissions: PERMISSIONS[kind], caches: { name: cache }, items: "*" },
      ],
    },
  };
}

/** Is it a role of this stack for this key, whichever cache it was made for? */
export function isStackRole(role: Role, stackId: string, kind: AccessKeyKind): boolean {
  const { role_name } = role;
  return role_name.startsWith("live-origin-") && role_name.endsWith(`-${stackId}-${WHOSE[kind]}`);
}

/** Which stack of the region a role says that it belongs to; undefined for any other role. */
export function stackOfRole(
  role: Role,
  region: string,
):
  | { readonly kind: AccessKeyKind; readonly stackName: string; readonly stackId: string }
  | undefined {
  const match = /^live-origin (\S+) ([0-9a-f]{16}) (\S+)$/.exec(role.description ?? "");
  const [, stackName, stackId, where] = match ?? [];
  if (stackName === undefined || stackId === undefined || where !== region) return undefined;
  const kind = (["encoderKey", "playerKey"] as const).find((each) =>
    isStackRole(role, stackId, each),
  );
  return kind === undefined ? undefined : { kind, stackName, stackId };
}

/** Does the role permit exactly what is asked for? The order of rules and permissions is no difference. */
export function permitsTheSame(role: Role, wanted: RoleRequest): boolean {
  return canonical(role.permissions) === canonical(wanted.permissions);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined && !(Array.isArray(inner) && inner.length === 0))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${members.toSorted().join(",")}}`;
}
