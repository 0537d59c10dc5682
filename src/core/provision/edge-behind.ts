import { type Plan, planStack } from "../engine/plan.ts";
import type { Observed } from "../engine/resource.ts";
import { KINDS_OF } from "../stack/stack-resources.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * What a distribution that is there needs to follow the channel as it is now: the master playlist at the edge comes from the
 * ladder, and how the encoder gets its key decides who answers it.
 */
export function edgeBehind(
  { resources, planContext }: Pick<Stack, "resources" | "planContext">,
  observed: Observed,
): Plan["steps"] {
  const context = planContext();
  if (context.resources.distribution === undefined) return [];
  const edge = resources.filter(({ kind }) => KINDS_OF.cdn.includes(kind));
  return planStack(edge, context, observed).steps.filter(({ action }) => action !== "keep");
}
