import { mergeInput } from "./merge-input.ts";
import type { Layer } from "./layer.ts";
import type { Merged, Sourced } from "./merged.ts";

/** Lays the layers over each other, the first one winning. The input is merged as a whole, because its members depend on its type. */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const values = new Map<string, Sourced>();
  for (const { source, values: given } of layers)
    for (const [path, value] of given)
      if (!path.startsWith("channel.input.") && !values.has(path))
        values.set(path, { value, source });
  const input = mergeInput(layers);
  for (const [path, sourced] of input.values) values.set(path, sourced);
  return {
    values,
    problems: [...layers.flatMap(({ problems }) => problems), ...input.problems],
    invalid: [...layers.flatMap(({ invalid }) => invalid), ...input.invalid],
  };
}
