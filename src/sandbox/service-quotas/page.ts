import { asText, type JsonRecord } from "../json.ts";
import { Refusal } from "../wire.ts";

const MAX_RESULTS = 100;

/** One page of a list, at most 100 (Service Quotas API model). Throws IllegalArgumentException, InvalidPaginationTokenException. */
export function pageOf<T>(
  all: readonly T[],
  body: JsonRecord,
): { readonly items: readonly T[]; readonly rest: JsonRecord } {
  const size = body["MaxResults"] ?? MAX_RESULTS;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > MAX_RESULTS)
    throw refused("IllegalArgumentException", `MaxResults must be 1 to ${MAX_RESULTS}`);
  const token = asText(body["NextToken"]);
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("utf8"));
  if (!Number.isInteger(from) || from < 0 || (token !== undefined && from === 0))
    throw refused("InvalidPaginationTokenException", "Invalid token was used");
  const next = from + size;
  return {
    items: all.slice(from, next),
    rest: next < all.length ? { NextToken: Buffer.from(String(next)).toString("base64") } : {},
  };
}

function refused(name: string, message: string): Refusal {
  return new Refusal({ name, status: 400, message });
}
