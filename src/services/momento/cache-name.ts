import type { Scope } from "../../core/engine/resource.ts";

/** The name of the stack's cache: what the state says (a rotation may have moved to a new one), else the stack's name. Pure. */
export function cacheName(scope: Scope): string {
  return scope.rows.cache?.ids["name"] ?? scope.spec.name;
}
