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

/** The role's name: what the state says, else what it will be. Pure. */
export function roleNameOf(form: RoleForm, scope: PlanContext): string {
  return scope.rows[form.kind]?.ids["name"] ?? form.name(stackIdentity(scope));
}

/** CreateRole: assumable by its service, tagged from the first moment. Pure. */
export function buildCreateRole(form: RoleForm, scope: PlanContext): CreateRoleRequest {
  return {
    RoleName: form.name(stackIdentity(scope)),
    AssumeRolePolicyDocument: JSON.stringify(form.trust(scope)),
    Description: `${form.owner}'s role for the live-origin stack ${scope.spec.name}`,
    Tags: roleTags(scope),
  };
}

/** PutRolePolicy with the wanted policy. Pure. */
export function buildPutRolePolicy(
  form: RoleForm,
  scope: PlanContext,
  policy: PolicyDocument,
): PutRolePolicyRequest {
  return {
    RoleName: roleNameOf(form, scope),
    PolicyName: form.policyName,
    PolicyDocument: JSON.stringify(policy),
  };
}

/** DeleteRolePolicy of our one policy. Pure. */
export function buildDeleteRolePolicy(form: RoleForm, scope: PlanContext): DeleteRolePolicyRequest {
  return { RoleName: roleNameOf(form, scope), PolicyName: form.policyName };
}

/** UpdateAssumeRolePolicy back to the one service. Pure. */
export function buildUpdateTrust(
  form: RoleForm,
  scope: PlanContext,
): UpdateAssumeRolePolicyRequest {
  return {
    RoleName: roleNameOf(form, scope),
    PolicyDocument: JSON.stringify(form.trust(scope)),
  };
}

/** TagRole with the stack's tags. Pure. */
export function buildTagRole(form: RoleForm, scope: PlanContext): TagRoleRequest {
  return { RoleName: roleNameOf(form, scope), Tags: roleTags(scope) };
}

/** DeleteRole; its inline policy must be gone. Pure. */
export function buildDeleteRole(form: RoleForm, scope: PlanContext): DeleteRoleRequest {
  return { RoleName: roleNameOf(form, scope) };
}

function roleTags(scope: PlanContext): { Key: string; Value: string }[] {
  return Object.entries(stackTags(stackIdentity(scope))).map(([Key, Value]) => ({ Key, Value }));
}
