import { FIELD_PATHS } from "../fields/fields.ts";
import { configSchema } from "../schema/schema.ts";
import { problemsOf } from "../schema/schema-problems.ts";
import type { Layer } from "./layer.ts";
import type { Source } from "./resolution.ts";
import { getAt, overlap } from "./tree.ts";

/** Reads a tree in the form of `live-origin.json`. */
export function treeLayer(source: Source, tree: unknown): Layer {
  if (tree === undefined) return { source, values: new Map(), problems: [], invalid: [] };
  const result = configSchema.safeParse(tree, { reportInput: true });
  const problems = result.success ? [] : problemsOf(result.error.issues);
  const isInvalid = (path: string): boolean =>
    problems.some((problem) => problem.path === "$" || overlap(problem.path, path));
  const given = FIELD_PATHS.map((path) => [path, getAt(tree, path)] as const).filter(
    ([, value]) => value !== undefined,
  );
  return {
    source,
    values: new Map(given.filter(([path]) => !isInvalid(path))),
    problems,
    invalid: FIELD_PATHS.filter(isInvalid),
  };
}
