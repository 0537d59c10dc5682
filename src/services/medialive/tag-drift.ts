import type { Difference } from "../../core/engine/resource.ts";

/** True when nothing but tags differs: that needs no other call, and no stop. */
export function onlyTags(differences: readonly Difference[]): boolean {
  return differences.length > 0 && differences.every(isTag);
}

/** True when a tag differs. */
export function someTag(differences: readonly Difference[]): boolean {
  return differences.some(isTag);
}

function isTag({ path }: Difference): boolean {
  return path.startsWith("Tags.");
}
