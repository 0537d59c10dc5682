import type { Call } from "../../core/engine/call.ts";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { stackTags } from "../../config/names.ts";
import { askingFor, type CallOptions } from "../aws/call-options.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { FoundRole, IamClient } from "./client.ts";
import { samePolicy } from "./policy-document.ts";
import {
  buildCreateRole,
  buildDeleteRole,
  buildDeleteRolePolicy,
  buildPutRolePolicy,
  buildTagRole,
  buildUpdateTrust,
  roleNameOf,
} from "./requests.ts";
import { MEDIALIVE_ROLE, type RoleForm } from "./role-form.ts";

/** The role with its one inline policy, undefined when it has none. */
export type FoundRoleAndPolicy = { readonly role: FoundRole; readonly policy: unknown };

/** One of the stack's roles, MediaLive's unless told. Known by its name, owned by its stack tag. */
export function roleResource(
  client: () => Promise<IamClient>,
  form: RoleForm = MEDIALIVE_ROLE,
): Resource<FoundRoleAndPolicy> {
  return {
    kind: form.kind,
    dependsOn: form.dependsOn,
    wanted: (spec) => form.wanted(spec),
    observe: async (scope, row, signal) => {
      const found = await readRole(
        await client(),
        { form, name: roleNameOf(form, scope) },
        { signal },
      );
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
    diff: (scope, found) => diff(form, scope, found),
    calls: (scope, action, found, changes) => {
      if (action === "create" || action === "replace")
        return [
          call("CreateRole", buildCreateRole(form, scope)),
          ...policyCalls(form, scope, undefined),
        ];
      if (action === "update" && found !== undefined)
        return changes.flatMap(({ path }) => repairCalls({ form, scope, path, found }));
      if (action === "delete" && found !== undefined)
        return [
          ...(found.policy === undefined
            ? []
            : [call("DeleteRolePolicy", buildDeleteRolePolicy(form, scope))]),
          call("DeleteRole", buildDeleteRole(form, scope)),
        ];
      return [];
    },
    create: async (effects) => create(await client(), form, effects),
    update: async (effects, found, changes) =>
      repair(await client(), form, { effects, found, changes }),
    remove: async (effects) => {
      const iam = await client();
      const asking = askingFor(effects, form.kind);
      await iam.deleteRolePolicy(buildDeleteRolePolicy(form, effects.scope), asking);
      await iam.deleteRole(buildDeleteRole(form, effects.scope), asking);
    },
  };
}

async function create(iam: IamClient, form: RoleForm, effects: Effects): Promise<void> {
  const { scope } = effects;
  const asking = askingFor(effects, form.kind);
  const request = buildCreateRole(form, scope);
  const made = await iam.createRole(request, asking);
  const found =
    made === "exists"
      ? await readRole(iam, { form, name: request.RoleName ?? "" }, asking)
      : { role: made, policy: undefined };
  if (found === undefined || !isOurs(scope, found.role))
    throw new LiveOriginError({
      code: "NOT_OURS",
      message: `The role ${request.RoleName ?? ""} was made by somebody else meanwhile.`,
      hint: form.takenHint,
      resource: form.kind,
    });
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  await repair(iam, form, { effects, found, changes: diff(form, scope, found) });
}

type Repair = {
  readonly effects: Effects;
  readonly found: FoundRoleAndPolicy;
  readonly changes: readonly Difference[];
};

async function repair(
  iam: IamClient,
  form: RoleForm,
  { effects, found, changes }: Repair,
): Promise<void> {
  const { scope } = effects;
  const asking = askingFor(effects, form.kind);
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  const paths = changes.map(({ path }) => path);
  const policy = form.policy(scope);
  if (paths.includes("AssumeRolePolicyDocument"))
    await iam.updateTrust(buildUpdateTrust(form, scope), asking);
  if (paths.includes("Tags")) await iam.tagRole(buildTagRole(form, scope), asking);
  if (!paths.includes("PolicyDocument")) return;
  if (policy === undefined) await iam.deleteRolePolicy(buildDeleteRolePolicy(form, scope), asking);
  else await iam.putRolePolicy(buildPutRolePolicy(form, scope, policy), asking);
}

function diff(
  form: RoleForm,
  scope: PlanContext,
  found: FoundRoleAndPolicy,
): readonly Difference[] {
  const changed = (path: string, from: unknown, to: unknown): Difference[] =>
    samePolicy(from, to) ? [] : [{ path, from, to, effect: "update" }];
  const tags = stackTags(stackIdentity(scope));
  return [
    ...changed("AssumeRolePolicyDocument", found.role.trust, form.trust(scope)),
    ...(differences(tags, found.role.tags).length === 0
      ? []
      : [{ path: "Tags", from: found.role.tags, to: tags, effect: "update" as const }]),
    ...changed("PolicyDocument", found.policy, form.policy(scope)),
  ];
}

function repairCalls({
  form,
  scope,
  path,
  found,
}: {
  readonly form: RoleForm;
  readonly scope: PlanContext;
  readonly path: string;
  readonly found: FoundRoleAndPolicy;
}): readonly Call[] {
  if (path === "AssumeRolePolicyDocument")
    return [call("UpdateAssumeRolePolicy", buildUpdateTrust(form, scope))];
  if (path === "Tags") return [call("TagRole", buildTagRole(form, scope))];
  return policyCalls(form, scope, found.policy);
}

function policyCalls(form: RoleForm, scope: PlanContext, present: unknown): readonly Call[] {
  const policy = form.policy(scope);
  if (policy !== undefined) return [call("PutRolePolicy", buildPutRolePolicy(form, scope, policy))];
  return present === undefined
    ? []
    : [call("DeleteRolePolicy", buildDeleteRolePolicy(form, scope))];
}

/** Reads a role by its name, with its one inline policy; undefined when it does not exist. */
export async function readRole(
  iam: Pick<IamClient, "getRole" | "getRolePolicy">,
  { form, name }: { readonly form: RoleForm; readonly name: string },
  asking: CallOptions,
): Promise<FoundRoleAndPolicy | undefined> {
  const role = await iam.getRole(name, asking);
  if (role === undefined) return undefined;
  return { role, policy: await iam.getRolePolicy(name, form.policyName, asking) };
}

function isOurs(scope: PlanContext, role: FoundRole): boolean {
  return role.tags["live-origin:stack"] === scope.stackId;
}

function owner({ role }: FoundRoleAndPolicy): string {
  const stack = role.tags["live-origin:stack"];
  return stack === undefined ? "somebody else (it has no live-origin tags)" : `stack ${stack}`;
}

function call(operation: string, input: unknown): Call {
  return { service: "iam", operation, input };
}
