import type {
  CreateRoleRequest,
  DeleteRolePolicyRequest,
  DeleteRoleRequest,
  PutRolePolicyRequest,
  TagRoleRequest,
  UpdateAssumeRolePolicyRequest,
} from "@aws-sdk/client-iam";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackTags } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { RoleForm } from "./role-form.ts";

/** The role's name: what the state says, else what it will be. */
export function roleNameOf(form: RoleForm, context: PlanContext): string {
  return context.resources[form.kind]?.ids["name"] ?? form.name(stackIdentity(context));
}

/** CreateRole: assumable by its service, tagged from the first moment. */
export function buildCreateRole(form: RoleForm, context: PlanContext): CreateRoleRequest {
  return {
    RoleName: form.name(stackIdentity(context)),
    AssumeRolePolicyDocument: JSON.stringify(form.trust(context)),
    Description: `${form.owner}'s role for the live-origin stack ${context.spec.name}`,
    Tags: roleTags(context),
  };
}

/** PutRolePolicy with the wanted policy. */
export function buildPutRolePolicy(
  form: RoleForm,
  context: PlanContext,
  policy: PolicyDocument,
): PutRolePolicyRequest {
  return {
    RoleName: roleNameOf(form, context),
    PolicyName: form.policyName,
    PolicyDocument: JSON.stringify(policy),
  };
}

/** DeleteRolePolicy of our one policy. */
export function buildDeleteRolePolicy(
  form: RoleForm,
  context: PlanContext,
): DeleteRolePolicyRequest {
  return { RoleName: roleNameOf(form, context), PolicyName: form.policyName };
}

/** UpdateAssumeRolePolicy back to the one service. */
export function buildUpdateTrust(
  form: RoleForm,
  context: PlanContext,
): UpdateAssumeRolePolicyRequest {
  return {
    RoleName: roleNameOf(form, context),
    PolicyDocument: JSON.stringify(form.trust(context)),
  };
}

/** TagRole with the stack's tags. */
export function buildTagRole(form: RoleForm, context: PlanContext): TagRoleRequest {
  return { RoleName: roleNameOf(form, context), Tags: roleTags(context) };
}

/** DeleteRole; its inline policy must be gone. */
export function buildDeleteRole(form: RoleForm, context: PlanContext): DeleteRoleRequest {
  return { RoleName: roleNameOf(form, context) };
}

function roleTags(context: PlanContext): { Key: string; Value: string }[] {
  return Object.entries(stackTags(stackIdentity(context))).map(([Key, Value]) => ({ Key, Value }));
}
