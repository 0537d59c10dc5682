import type { PlanContext } from "../../core/engine/resource.ts";
import { roleName } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The attached input: the user's own, ours, or `<input>` before it exists. Pure. */
export function inputId(scope: PlanContext): string {
  const { input } = scope.spec.channel;
  return input?.type === "existing" ? input.id : (scope.rows.input?.ids["id"] ?? "<input>");
}

/** Our input security group, or `<inputSecurityGroup>` before it exists. Pure. */
export function securityGroupId(scope: PlanContext): string {
  return scope.rows.inputSecurityGroup?.ids["id"] ?? "<inputSecurityGroup>";
}

/** Our channel, or `<channel>` before it exists. Pure. */
export function channelId(scope: PlanContext): string {
  return scope.rows.channel?.ids["id"] ?? "<channel>";
}

/** The role that MediaLive works as: the user's, ours, or the ARN that ours will get. Pure. */
export function roleArn(scope: PlanContext): string {
  return (
    scope.spec.channel.roleArn ??
    scope.rows.role?.ids["arn"] ??
    `arn:aws:iam::${scope.account}:role/${roleName(stackIdentity(scope))}`
  );
}
