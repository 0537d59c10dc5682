import { Secret } from "../../config/secret.ts";
import type { Step } from "./step.ts";
import type { Observation, PlanContext } from "./resource.ts";
import type { ResourceState } from "../state/state.ts";

/**
 * The context that later steps are planned with. What a step makes anew has no id yet, and a key that it changes has no value, so
 * what refers to them differs from what the clouds have; what was found without the state knowing it has the ids that it
 * was found with.
 */
export function projectContext(
  context: PlanContext,
  { resource, action, found }: Step,
  observation: Observation,
): PlanContext {
  const { secrets, resources } = context;
  if (resource === "encoderKey" || resource === "playerKey") {
    const changes = action === "create" || action === "update" || action === "replace";
    return changes
      ? { ...context, secrets: { ...secrets, [resource]: Secret.pending() } }
      : context;
  }
  // The name of a cache is ours to choose, so it is known before the cache is.
  if (resource === "cache" && resources.cache?.ids["name"] !== undefined) return context;
  if (action === "replace" || (action === "create" && found === undefined))
    return { ...context, resources: { ...resources, [resource]: undefined } };
  if (observation.is !== "ours") return context;
  const recorded = withIds(resources[resource], observation.ids);
  return { ...context, resources: { ...resources, [resource]: recorded } };
}

function withIds(recorded: ResourceState | undefined, ids: ResourceState["ids"]): ResourceState {
  const { ids: known = {}, ...rest } = recorded ?? { changedAt: new Date(0).toISOString() };
  return { status: "created", ownership: "ours", ...rest, ids: { ...known, ...ids } };
}
