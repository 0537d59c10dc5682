import type {
  CreateRoleRequest,
  DeleteRolePolicyRequest,
  DeleteRoleRequest,
  PutRolePolicyRequest,
  TagRoleRequest,
  UpdateAssumeRolePolicyRequest,
} from "@aws-sdk/client-iam";
import type { Scope } from "../../core/engine/resource.ts";
import { parameterName, roleName, stackTags } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";
import { parameterPolicy, trustPolicy, type PolicyDocument } from "./policy-document.ts";

/** The role's one inline policy, there with parameter-store only. */
export const POLICY_NAME = "live-origin-encoder-key";

/** The role's name: what the state says, else what it will be. Pure. */
export function roleNameOf(scope: Scope): string {
  return scope.rows.role?.ids["name"] ?? roleName(stackIdentity(scope));
}

/** CreateRole: assumable by MediaLive, tagged from the first moment. Pure. */
export function buildCreateRole(scope: Scope): CreateRoleRequest {
  return {
    RoleName: roleName(stackIdentity(scope)),
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy()),
    Description: `MediaLive's role for the live-origin stack ${scope.spec.name}`,
    Tags: roleTags(scope),
  };
}

/** What the role may do: read the encoder key's parameter, or nothing at all with url-token. Pure. */
export function wantedPolicy(scope: Scope): PolicyDocument | undefined {
  if (scope.spec.channel.encoderAuth !== "parameter-store") return undefined;
  const name = parameterName(stackIdentity(scope));
  return parameterPolicy(`arn:aws:ssm:${scope.spec.region}:${scope.account}:parameter${name}`);
}

/** PutRolePolicy with the wanted policy. Pure. */
export function buildPutRolePolicy(scope: Scope, policy: PolicyDocument): PutRolePolicyRequest {
  return {
    RoleName: roleNameOf(scope),
    PolicyName: POLICY_NAME,
    PolicyDocument: JSON.stringify(policy),
  };
}

/** DeleteRolePolicy of our one policy. Pure. */
export function buildDeleteRolePolicy(scope: Scope): DeleteRolePolicyRequest {
  return { RoleName: roleNameOf(scope), PolicyName: POLICY_NAME };
}

/** UpdateAssumeRolePolicy back to MediaLive alone. Pure. */
export function buildUpdateTrust(scope: Scope): UpdateAssumeRolePolicyRequest {
  return { RoleName: roleNameOf(scope), PolicyDocument: JSON.stringify(trustPolicy()) };
}

/** TagRole with the stack's tags. Pure. */
export function buildTagRole(scope: Scope): TagRoleRequest {
  return { RoleName: roleNameOf(scope), Tags: roleTags(scope) };
}

/** DeleteRole; its inline policy must be gone. Pure. */
export function buildDeleteRole(scope: Scope): DeleteRoleRequest {
  return { RoleName: roleNameOf(scope) };
}

function roleTags(scope: Scope): { Key: string; Value: string }[] {
  return Object.entries(stackTags(stackIdentity(scope))).map(([Key, Value]) => ({ Key, Value }));
}
