import { rangeConstraint } from "../constraint.ts";
import { transitionMs } from "../latency.ts";
import type { World } from "../world.ts";
import type { QueryCall } from "../aws-query.ts";
import { checkTrust } from "./documents.ts";
import { rolePath, roleName, withTags } from "./names.ts";
import { limitExceeded, noSuchRole, roleExists, validationError } from "./refusals.ts";
import { preload, roleArn, roleId, type PreloadedRole, type Role } from "./role.ts";

/** Roles in an account by default (IAM user guide, quotas). */
const MAX_ROLES = 1000;

export type RoleStore = {
  all(): readonly Role[];
  byArn(arn: string): Role | undefined;
  /** The role that a call names. Throws NoSuchEntity. */
  named(call: QueryCall): Role;
  create(call: QueryCall): Role;
  change(role: Role, members: Partial<Role>): void;
  remove(role: Role): void;
};

/** The account's roles. Names are unique whatever their case and path (IAM API reference, CreateRole). */
export function createRoleStore(world: World, preloaded: readonly PreloadedRole[]): RoleStore {
  let created = 0;
  const roles = new Map<string, Role>();
  for (const role of preloaded)
    roles.set(role.name.toLowerCase(), preload(role, world.account, ++created));
  return {
    all: () => [...roles.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    byArn: (arn) => [...roles.values()].find((role) => role.arn === arn),
    named(call) {
      const name = roleName(call);
      const found = roles.get(name.toLowerCase());
      if (found === undefined) throw noSuchRole(name);
      return found;
    },
    create(call) {
      const name = roleName(call);
      const path = rolePath(call);
      const trust = checkTrust(call.text("AssumeRolePolicyDocument"));
      const tags = withTags(new Map(), call);
      const maxSessionSeconds = sessionSeconds(call.text("MaxSessionDuration"));
      if (roles.has(name.toLowerCase())) throw roleExists(name);
      if (roles.size >= MAX_ROLES)
        throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${MAX_ROLES}`);
      const now = world.clock.now();
      const role: Role = {
        name,
        path,
        id: roleId(++created),
        arn: roleArn(world.account, path, name),
        description: call.text("Description"),
        maxSessionSeconds,
        createdAt: now,
        assumableAt: now + transitionMs(world, "role.propagating"),
        trust,
        tags,
        policies: new Map(),
        attached: [],
      };
      roles.set(name.toLowerCase(), role);
      return role;
    },
    change(role, members) {
      roles.set(role.name.toLowerCase(), { ...role, ...members });
    },
    remove(role) {
      roles.delete(role.name.toLowerCase());
    },
  };
}

function sessionSeconds(text: string | undefined): number {
  const seconds = text === undefined ? 3600 : Number(text);
  if (!Number.isInteger(seconds) || seconds < 3600 || seconds > 43_200)
    throw validationError(
      "maxSessionDuration",
      text,
      rangeConstraint(seconds, { min: 3600, max: 43_200 }),
    );
  return seconds;
}
