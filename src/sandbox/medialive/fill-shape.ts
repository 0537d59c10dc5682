import { asRecord } from "../json.ts";
import type { Shape } from "./shape.ts";

/**
 * The value as Describe shows it: lists that were not sent are empty, members with a documented default have it, and
 * what was sent is unchanged. Structures that were not sent stay away, as in the real answers.
 */
export function fillShape(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return shape.kind === "list" ? [] : shape.fallback;
  if (shape.kind === "list" && Array.isArray(value)) {
    const { items } = shape;
    return items === undefined ? value : value.map((one) => fillShape(items, one));
  }
  const sent = asRecord(value);
  if (shape.kind !== "record" || sent === undefined) return value;
  const known = Object.entries(shape.members ?? {}).map(
    ([name, inner]) => [name, fillShape(inner, sent[name])] as const,
  );
  return {
    ...sent,
    ...Object.fromEntries(known.filter(([, inner]) => inner !== undefined)),
  };
}
