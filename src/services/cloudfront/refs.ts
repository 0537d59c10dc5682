import type { PlanContext } from "../../core/engine/resource.ts";
import { functionName } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The function's ARN, known before it exists because its name is ours to choose. Pure. */
export function functionArn(scope: PlanContext): string {
  return (
    scope.rows.function?.ids["arn"] ??
    `arn:aws:cloudfront::${scope.account}:function/${functionName(stackIdentity(scope))}`
  );
}

/** Our cache policy, or `<cachePolicy>` before it exists. Pure. */
export function cachePolicyId(scope: PlanContext): string {
  return scope.rows.cachePolicy?.ids["id"] ?? "<cachePolicy>";
}
