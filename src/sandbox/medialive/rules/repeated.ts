import type { ValidationError } from "../refusals.ts";

/** An error for each name that an earlier place has already; places without a name are let pass. */
export function repeated(
  places: readonly (readonly [path: string, name: string | undefined])[],
  what: string,
): readonly ValidationError[] {
  const seen = new Set<string>();
  return places.flatMap(([elementPath, name]) => {
    if (name === undefined) return [];
    if (seen.has(name)) return [{ elementPath, errorMessage: `${what} "${name}" is not unique` }];
    seen.add(name);
    return [];
  });
}
