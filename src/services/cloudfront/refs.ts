import type { PlanContext } from "../../core/engine/resource.ts";
import { functionName } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The function's ARN, known before it exists because its name is ours to choose. */
export function functionArn(context: PlanContext): string {
  return (
    context.resources.function?.ids["arn"] ??
    `arn:aws:cloudfront::${context.account}:function/${functionName(stackIdentity(context))}`
  );
}

/** Our cache policy, or `<cachePolicy>` before it exists. */
export function cachePolicyId(context: PlanContext): string {
  return context.resources.cachePolicy?.ids["id"] ?? "<cachePolicy>";
}
