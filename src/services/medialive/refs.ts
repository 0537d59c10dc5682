import type { PlanContext } from "../../core/engine/resource.ts";
import { roleName } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The attached input: the user's own, ours, or `<input>` before it exists. */
export function inputId(context: PlanContext): string {
  const { input } = context.spec.channel;
  return input?.type === "existing" ? input.id : (context.resources.input?.ids["id"] ?? "<input>");
}

/** Our input security group, or `<inputSecurityGroup>` before it exists. */
export function securityGroupId(context: PlanContext): string {
  return context.resources.inputSecurityGroup?.ids["id"] ?? "<inputSecurityGroup>";
}

/** Our channel, or `<channel>` before it exists. */
export function channelId(context: PlanContext): string {
  return context.resources.channel?.ids["id"] ?? "<channel>";
}

/** The role that MediaLive works as: the user's, ours, or the ARN that ours will get. */
export function roleArn(context: PlanContext): string {
  return (
    context.spec.channel.roleArn ??
    context.resources.role?.ids["arn"] ??
    `arn:aws:iam::${context.account}:role/${roleName(stackIdentity(context))}`
  );
}
