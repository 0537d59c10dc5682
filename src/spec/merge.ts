import { fieldAt } from "./fields.ts";
import { mergeInput } from "./merge-input.ts";
import type { Layer } from "./layer.ts";
import type { Problem, Source } from "./resolution.ts";

/** A value and where it came from. */
export type Sourced = { readonly value: unknown; readonly source: Source };

/** All layers as one: valid values by path, every problem, and the paths that rules cannot judge. */
export type Merged = {
  readonly values: ReadonlyMap<string, Sourced>;
  readonly problems: readonly Problem[];
  readonly invalid: readonly string[];
};

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

/** How a value was given, for messages: the flag, the variable or the path. */
export function labelOf(path: string, source: Source): string {
  const { flag, variable } = fieldAt(path);
  if (source === "flag") return flag;
  return source === "environment" ? variable : path;
}
