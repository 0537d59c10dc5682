import { Secret } from "../spec/secret.ts";
import type { Step } from "./plan.ts";
import type { Scope } from "./resource.ts";

/**
 * The scope that later steps are planned with: what a step makes anew has no id yet, and a key that it changes no value,
 * so what refers to them differs from what the clouds have. Pure.
 */
export function foresee(scope: Scope, { resource, action, found }: Step): Scope {
  const { secrets } = scope;
  if (resource === "encoderKey" || resource === "playerKey") {
    const changes = action === "create" || action === "update" || action === "replace";
    return changes ? { ...scope, secrets: { ...secrets, [resource]: Secret.pending() } } : scope;
  }
  const isMadeAnew = action === "replace" || (action === "create" && found === undefined);
  return isMadeAnew ? { ...scope, rows: { ...scope.rows, [resource]: undefined } } : scope;
}
