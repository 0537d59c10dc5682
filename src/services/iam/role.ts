import type { Call } from "../../core/engine/call.ts";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, Effects, Resource, Scope } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { stackTags } from "../../config/names.ts";
import { askingFor, type Asking } from "../aws/asking.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { FoundRole, IamClient } from "./client.ts";
import { samePolicy, trustPolicy } from "./policy-document.ts";
import {
  buildCreateRole,
  buildDeleteRole,
  buildDeleteRolePolicy,
  buildPutRolePolicy,
  buildTagRole,
  buildUpdateTrust,
  POLICY_NAME,
  roleNameOf,
  wantedPolicy,
} from "./requests.ts";

/** The role with its one inline policy, undefined when it has none. */
export type FoundRoleAndPolicy = { readonly role: FoundRole; readonly policy: unknown };

/**
 * The role that MediaLive works as: made unless the user brings one, assumable by MediaLive alone, without any right in
 * url-token mode and with the right to read one parameter otherwise. Known by its name, owned by its stack tag.
 */
export function roleResource(client: () => Promise<IamClient>): Resource<FoundRoleAndPolicy> {
  return {
    kind: "role",
    dependsOn: [],
    wanted: (spec) => spec.channel.roleArn === undefined,
    observe: async (scope, row, signal) => {
      const found = await read(await client(), roleNameOf(scope), { signal });
      if (found === undefined) return { is: "absent" };
      if (!isOurs(scope, found.role))
        return { is: "foreign", what: `the role ${found.role.name} belongs to ${owner(found)}` };
      return {
        is: "ours",
        found,
        ids: { name: found.role.name, arn: found.role.arn },
        status: "exists",
        ...(row === undefined ? { unrecorded: true as const } : {}),
      };
    },
    diff,
    calls: (scope, action, found, changes) => {
      if (action === "create" || action === "replace")
        return [call("CreateRole", buildCreateRole(scope)), ...policyCalls(scope, undefined)];
      if (action === "update" && found !== undefined)
        return changes.flatMap(({ path }) => repairCalls(scope, path, found));
      if (action === "delete" && found !== undefined)
        return [
          ...(found.policy === undefined
            ? []
            : [call("DeleteRolePolicy", buildDeleteRolePolicy(scope))]),
          call("DeleteRole", buildDeleteRole(scope)),
        ];
      return [];
    },
    create: async (effects) => create(await client(), effects),
    update: async (effects, found, changes) => repair(await client(), effects, found, changes),
    remove: async (effects) => {
      const iam = await client();
      const asking = askingFor(effects, "role");
      await iam.deleteRolePolicy(buildDeleteRolePolicy(effects.scope), asking);
      await iam.deleteRole(buildDeleteRole(effects.scope), asking);
    },
  };
}

async function create(iam: IamClient, effects: Effects): Promise<void> {
  const { scope } = effects;
  const asking = askingFor(effects, "role");
  const request = buildCreateRole(scope);
  const made = await iam.createRole(request, asking);
  const found =
    made === "exists"
      ? await read(iam, request.RoleName ?? "", asking)
      : { role: made, policy: undefined };
  if (found === undefined || !isOurs(scope, found.role))
    throw new LiveOriginError({
      code: "NOT_OURS",
      message: `The role ${request.RoleName ?? ""} was made by somebody else meanwhile.`,
      hint: "Choose another --name, or bring a role with --role-arn.",
      resource: "role",
    });
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  await repair(iam, effects, found, diff(scope, found));
}

async function repair(
  iam: IamClient,
  effects: Effects,
  found: FoundRoleAndPolicy,
  changes: readonly Difference[],
): Promise<void> {
  const { scope } = effects;
  const asking = askingFor(effects, "role");
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  const paths = changes.map(({ path }) => path);
  const policy = wantedPolicy(scope);
  if (paths.includes("AssumeRolePolicyDocument"))
    await iam.updateTrust(buildUpdateTrust(scope), asking);
  if (paths.includes("Tags")) await iam.tagRole(buildTagRole(scope), asking);
  if (!paths.includes("PolicyDocument")) return;
  if (policy === undefined) await iam.deleteRolePolicy(buildDeleteRolePolicy(scope), asking);
  else await iam.putRolePolicy(buildPutRolePolicy(scope, policy), asking);
}

function diff(scope: Scope, found: FoundRoleAndPolicy): readonly Difference[] {
  const changed = (path: string, from: unknown, to: unknown): Difference[] =>
    samePolicy(from, to) ? [] : [{ path, from, to, effect: "update" }];
  const tags = stackTags(stackIdentity(scope));
  return [
    ...changed("AssumeRolePolicyDocument", found.role.trust, trustPolicy()),
    ...(differences(tags, found.role.tags).length === 0
      ? []
      : [{ path: "Tags", from: found.role.tags, to: tags, effect: "update" as const }]),
    ...changed("PolicyDocument", found.policy, wantedPolicy(scope)),
  ];
}

function repairCalls(scope: Scope, path: string, found: FoundRoleAndPolicy): readonly Call[] {
  if (path === "AssumeRolePolicyDocument")
    return [call("UpdateAssumeRolePolicy", buildUpdateTrust(scope))];
  if (path === "Tags") return [call("TagRole", buildTagRole(scope))];
  return policyCalls(scope, found.policy);
}

function policyCalls(scope: Scope, present: unknown): readonly Call[] {
  const policy = wantedPolicy(scope);
  if (policy !== undefined) return [call("PutRolePolicy", buildPutRolePolicy(scope, policy))];
  return present === undefined ? [] : [call("DeleteRolePolicy", buildDeleteRolePolicy(scope))];
}

async function read(
  iam: IamClient,
  name: string,
  asking: Asking,
): Promise<FoundRoleAndPolicy | undefined> {
  const role = await iam.getRole(name, asking);
  if (role === undefined) return undefined;
  return { role, policy: await iam.getRolePolicy(name, POLICY_NAME, asking) };
}

function isOurs(scope: Scope, role: FoundRole): boolean {
  return role.tags["live-origin:stack"] === scope.stackId;
}

function owner({ role }: FoundRoleAndPolicy): string {
  const stack = role.tags["live-origin:stack"];
  return stack === undefined ? "somebody else (it has no live-origin tags)" : `stack ${stack}`;
}

function call(operation: string, input: unknown): Call {
  return { service: "iam", operation, input };
}
