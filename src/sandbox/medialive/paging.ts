import { badRequest } from "./refusals.ts";

/** Records a page when maxResults is not sent, and the most it may be. Inferred: the API model has no numbers. */
const DEFAULT_RESULTS = 50;
const MAX_RESULTS = 1000;

/** One page of the records, by the query parameters maxResults and nextToken. Throws BadRequestException. */
export function page<T extends { readonly id: string }>(
  records: readonly T[],
  query: URLSearchParams,
): { readonly items: readonly T[]; readonly rest: { readonly nextToken?: string } } {
  const asked = query.get("maxResults");
  const size = asked === null ? DEFAULT_RESULTS : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > MAX_RESULTS)
    throw badRequest(`maxResults must be between 1 and ${MAX_RESULTS}`);
  const token = query.get("nextToken");
  const from = token === null ? 0 : after(records, token);
  const items = records.slice(from, from + size);
  const last = items.at(-1);
  if (last === undefined || from + size >= records.length) return { items, rest: {} };
  return { items, rest: { nextToken: Buffer.from(last.id).toString("base64url") } };
}

function after(records: readonly { readonly id: string }[], token: string): number {
  const id = Buffer.from(token, "base64url").toString("utf8");
  const index = records.findIndex((one) => one.id === id);
  if (index < 0) throw badRequest("Invalid nextToken");
  return index + 1;
}
