import type { ResourceIds } from "../core/state/resource-members.ts";
import type { Plan } from "../core/engine/plan.ts";
import type { Observed } from "../core/engine/resource.ts";
import type { ResourceStates } from "../core/state/state.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";

/** Exactly what a teardown will remove and what it will keep, with ids, one a line. */
export function removalLines(
  plan: Plan,
  observed: Observed,
  resources: ResourceStates,
): readonly string[] {
  return plan.steps.map(({ resource, action, reasons, found }) => {
    const seen = observed.get(resource);
    const ids: ResourceIds = {
      ...resources[resource]?.ids,
      ...(seen !== undefined && "ids" in seen ? seen.ids : {}),
    };
    const id = ids["id"] ?? ids["name"] ?? "";
    const status = seen?.is === "ours" && found !== undefined ? ` (${seen.status})` : "";
    const mark = action === "delete" ? "-" : "=";
    const why = reasons.length === 0 ? "" : `: ${reasons.join("; ")}`;
    return `  ${mark} ${RESOURCE_NAMES[resource].padEnd(26)} ${[id, status].join("").trim()}${why}`;
  });
}
