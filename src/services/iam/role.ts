import type { Call } from "../../core/engine/call.ts";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { stackTags } from "../../config/names.ts";
import { isAwsError } from "../aws/aws-error.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
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
    observe: async (context, recorded, signal) => {
      const found = await readRole(
        await client(),
        { form, name: roleNameOf(form, context) },
        { signal },
      );
      if (found === undefined) return { is: "absent" };
      if (!isOurs(context, found.role))
        return { is: "foreign", what: `the role ${found.role.name} belongs to ${owner(found)}` };
      return {
        is: "ours",
        found,
        ids: { name: found.role.name, arn: found.role.arn },
        status: "exists",
        ...(recorded === undefined ? { unrecorded: true as const } : {}),
      };
    },
    diff: (context, found) => diff(form, context, found),
    calls: (context, { action, found, differences: changes }) => {
      if (action === "create" || action === "replace")
        return [
          call("CreateRole", buildCreateRole(form, context)),
          ...policyCalls(form, context, undefined),
        ];
      if (action === "update" && found !== undefined)
        return changes.flatMap(({ path }) => repairCalls({ form, context, path, found }));
      if (action === "delete" && found !== undefined)
        return [
          ...(found.policy === undefined
            ? []
            : [call("DeleteRolePolicy", buildDeleteRolePolicy(form, context))]),
          call("DeleteRole", buildDeleteRole(form, context)),
        ];
      return [];
    },
    create: async (effects) => create(await client(), form, effects),
    update: async (effects, found, changes) =>
      repair(await client(), form, { effects, found, changes }),
    remove: async (effects, { policy }) => remove(await client(), form, { effects, policy }),
  };
}

/** IAM's reads may lag behind its writes: a role in which no policy was seen may refuse to go without it. */
async function remove(
  iam: IamClient,
  form: RoleForm,
  { effects, policy }: { readonly effects: Effects; readonly policy: unknown },
): Promise<void> {
  const callOptions = callOptionsFor(effects, form.kind);
  const removeRole = (): Promise<void> =>
    iam.deleteRole(buildDeleteRole(form, effects.context), callOptions);
  if (policy === undefined)
    try {
      await removeRole();
      return;
    } catch (error) {
      const isConflict = error instanceof LiveOriginError && isDeleteConflict(error.cause);
      if (!isConflict) throw error;
    }
  await iam.deleteRolePolicy(buildDeleteRolePolicy(form, effects.context), callOptions);
  await removeRole();
}

async function create(iam: IamClient, form: RoleForm, effects: Effects): Promise<void> {
  const { context } = effects;
  const callOptions = callOptionsFor(effects, form.kind);
  const request = buildCreateRole(form, context);
  const made = await iam.createRole(request, callOptions);
  const found =
    made === "exists"
      ? await readRole(iam, { form, name: request.RoleName ?? "" }, callOptions)
      : { role: made, policy: undefined };
  if (found === undefined || !isOurs(context, found.role))
    throw new LiveOriginError({
      code: "NOT_OURS",
      message: `The role ${request.RoleName ?? ""} was made by somebody else meanwhile.`,
      hint: form.takenHint,
      resource: form.kind,
    });
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  await repair(iam, form, { effects, found, changes: diff(form, context, found) });
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
  const { context } = effects;
  const callOptions = callOptionsFor(effects, form.kind);
  await effects.persist({ ids: { name: found.role.name, arn: found.role.arn } });
  const paths = changes.map(({ path }) => path);
  const policy = form.policy(context);
  if (paths.includes("AssumeRolePolicyDocument"))
    await iam.updateTrust(buildUpdateTrust(form, context), callOptions);
  if (paths.includes("Tags")) await iam.tagRole(buildTagRole(form, context), callOptions);
  if (!paths.includes("PolicyDocument")) return;
  if (policy === undefined)
    await iam.deleteRolePolicy(buildDeleteRolePolicy(form, context), callOptions);
  else await iam.putRolePolicy(buildPutRolePolicy(form, context, policy), callOptions);
}

function diff(
  form: RoleForm,
  context: PlanContext,
  found: FoundRoleAndPolicy,
): readonly Difference[] {
  const changed = (path: string, from: unknown, to: unknown): Difference[] =>
    samePolicy(from, to) ? [] : [{ path, from, to, effect: "update" }];
  const tags = stackTags(stackIdentity(context));
  return [
    ...changed("AssumeRolePolicyDocument", found.role.trust, form.trust(context)),
    ...(differences(tags, found.role.tags).length === 0
      ? []
      : [{ path: "Tags", from: found.role.tags, to: tags, effect: "update" as const }]),
    ...changed("PolicyDocument", found.policy, form.policy(context)),
  ];
}

function repairCalls({
  form,
  context,
  path,
  found,
}: {
  readonly form: RoleForm;
  readonly context: PlanContext;
  readonly path: string;
  readonly found: FoundRoleAndPolicy;
}): readonly Call[] {
  if (path === "AssumeRolePolicyDocument")
    return [call("UpdateAssumeRolePolicy", buildUpdateTrust(form, context))];
  if (path === "Tags") return [call("TagRole", buildTagRole(form, context))];
  return policyCalls(form, context, found.policy);
}

function policyCalls(form: RoleForm, context: PlanContext, present: unknown): readonly Call[] {
  const policy = form.policy(context);
  if (policy !== undefined)
    return [call("PutRolePolicy", buildPutRolePolicy(form, context, policy))];
  return present === undefined
    ? []
    : [call("DeleteRolePolicy", buildDeleteRolePolicy(form, context))];
}

/** Reads a role by its name, with its one inline policy; undefined when it does not exist. */
export async function readRole(
  iam: Pick<IamClient, "getRole" | "getRolePolicy">,
  { form, name }: { readonly form: RoleForm; readonly name: string },
  callOptions: CallOptions,
): Promise<FoundRoleAndPolicy | undefined> {
  const role = await iam.getRole(name, callOptions);
  if (role === undefined) return undefined;
  return { role, policy: await iam.getRolePolicy(name, form.policyName, callOptions) };
}

function isDeleteConflict(cause: unknown): boolean {
  return isAwsError(cause, "DeleteConflictException", "DeleteConflict");
}

function isOurs(context: PlanContext, role: FoundRole): boolean {
  return role.tags["live-origin:stack"] === context.stackId;
}

function owner({ role }: FoundRoleAndPolicy): string {
  const stack = role.tags["live-origin:stack"];
  return stack === undefined ? "somebody else (it has no live-origin tags)" : `stack ${stack}`;
}

function call(operation: string, input: unknown): Call {
  return { service: "iam", operation, input };
}
