import { rangeConstraint } from "../constraint.ts";
import type { QueryCall, XmlValue } from "../aws-query.ts";
import { validationError } from "./refusals.ts";

/** Items a page when MaxItems is not sent, and the most that it may be (IAM API reference). */
const DEFAULT_ITEMS = 100;
const MAX_ITEMS = 1000;

/** One page of a list, with IsTruncated and Marker as IAM gives them. Throws ValidationError. */
export function page<T>(
  items: readonly T[],
  call: QueryCall,
): { readonly items: readonly T[]; readonly rest: { readonly [name: string]: XmlValue } } {
  const asked = call.text("MaxItems");
  const size = asked === undefined ? DEFAULT_ITEMS : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > MAX_ITEMS)
    throw validationError("maxItems", asked, rangeConstraint(size, { min: 1, max: MAX_ITEMS }));
  const marker = call.text("Marker");
  const from = marker === undefined ? 0 : Number(Buffer.from(marker, "base64").toString("utf8"));
  if (!Number.isInteger(from) || from < 0)
    throw validationError("marker", marker, "Invalid Marker");
  const truncated = from + size < items.length;
  return {
    items: items.slice(from, from + size),
    rest: {
      IsTruncated: truncated,
      Marker: truncated ? Buffer.from(String(from + size)).toString("base64") : undefined,
    },
  };
}
