import type { Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import type { ResourceKind } from "../state/state.ts";

/**
 * The part of a plan that makes these kinds, with what they need: tried first where a quota is likeliest to refuse, so that
 * little is left of a run that fails. None where something would be replaced, which waits for the rest.
 */
export function likelyRefused(plan: Plan, kinds: readonly ResourceKind[]): readonly Step[] {
  const needed = new Set(kinds);
  // Steps are in the order of what they need.
  for (const { resource, dependsOn } of plan.steps.toReversed())
    if (needed.has(resource)) for (const kind of dependsOn) needed.add(kind);
  const part = plan.steps.filter(
    ({ resource, action }) => needed.has(resource) && action !== "keep",
  );
  return part.every(({ action }) => action === "create") ? part : [];
}
