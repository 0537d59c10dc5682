import type { PlanContext } from "../core/engine/resource.ts";
import type { StackIdentity } from "../config/names.ts";

/** What names, tags and comments of this stack are made from. */
export function stackIdentity(context: PlanContext): StackIdentity {
  return { name: context.spec.name, region: context.spec.region, stackId: context.stackId };
}
