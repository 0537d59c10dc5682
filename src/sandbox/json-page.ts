import { asText, type JsonRecord } from "./json.ts";

/** One page of a list, by MaxResults and NextToken of a JSON 1.1 body. Throws what `refuse` makes for either of them. */
export function jsonPage<T>(
  all: readonly T[],
  body: JsonRecord,
  {
    maxResults,
    refuse,
  }: {
    /** Items a page at most, and where MaxResults is not sent. */
    readonly maxResults: number;
    readonly refuse: (member: "MaxResults" | "NextToken") => Error;
  },
): { readonly items: readonly T[]; readonly rest: { readonly NextToken?: string } } {
  const size = body["MaxResults"] ?? maxResults;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > maxResults)
    throw refuse("MaxResults");
  const token = asText(body["NextToken"]);
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("utf8"));
  if (!Number.isInteger(from) || from < 0 || (token !== undefined && from === 0))
    throw refuse("NextToken");
  const next = from + size;
  return {
    items: all.slice(from, next),
    rest: next < all.length ? { NextToken: Buffer.from(String(next)).toString("base64") } : {},
  };
}
