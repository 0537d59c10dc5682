import type { PlanContext } from "../core/engine/resource.ts";
import type { StackIdentity } from "../config/names.ts";

/** What names, tags and comments of this stack are made from. Pure. */
export function stackIdentity(scope: PlanContext): StackIdentity {
  return { name: scope.spec.name, region: scope.spec.region, stackId: scope.stackId };
}
