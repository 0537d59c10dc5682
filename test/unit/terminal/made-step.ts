import type { Action } from "../../../src/core/engine/action.ts";
import type { Step } from "../../../src/core/engine/step.ts";

/** A step of a plan that says nothing but what is done with which resource. */
export function stepOf(resource: Step["resource"], action: Action): Step {
  return {
    resource,
    action,
    reasons: [],
    differences: [],
    interrupts: false,
    dependsOn: [],
    calls: [],
    found: undefined,
  };
}
