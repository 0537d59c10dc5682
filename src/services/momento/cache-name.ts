import type { PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";

/** The name of the stack's cache: what the state says (a rotation may have moved to a new one), else what the Spec says. */
export function cacheName(context: PlanContext): string {
  return cacheInUse(context.resources.cache) ?? context.spec.origin.cache;
}

/**
 * The cache that an entry says is in use. Undefined where there is none yet, and where somebody else's was met while ours was to
 * be made and nobody has agreed to use it.
 */
export function cacheInUse(recorded: ResourceState | undefined): string | undefined {
  const isUndecided = recorded?.status === "creating" && recorded.ownership === "adopted";
  return isUndecided ? undefined : recorded?.ids["name"];
}
