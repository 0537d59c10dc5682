import { fieldAt } from "../fields/fields.ts";
import type { Problem, Source } from "./resolution.ts";

/** A value and where it came from. */
export type Sourced = { readonly value: unknown; readonly source: Source };

/** All layers as one: valid values by path, every problem, and the paths that rules cannot judge. */
export type Merged = {
  readonly values: ReadonlyMap<string, Sourced>;
  readonly problems: readonly Problem[];
  readonly invalid: readonly string[];
};

/** How a value was given, for messages: the flag, the variable or the path. */
export function labelOf(path: string, source: Source): string {
  const { flag, variable } = fieldAt(path);
  if (source === "flag") return flag;
  return source === "environment" ? variable : path;
}
