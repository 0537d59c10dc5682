import { normaliseAcceptEncoding } from "./accept-encoding.ts";
import type { EdgeBehavior } from "./edge-config.ts";
import { anyOf, pickCookies, pickQuery } from "./query.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/**
 * What two requests must have in common to be answered with one object: origin, raw path and what the cache policy names
 * (CloudFront developer guide, "Understanding the cache key"). GET and HEAD share it.
 */
export function cacheKey(request: ViewerRequest, { cache, origin }: EdgeBehavior): string {
  const query = pickQuery(request.rawQuery, anyOf(cache.queryStrings));
  const cookies = pickCookies(request.headers.get("cookie"), anyOf(cache.cookies));
  const headers = [...cache.headers].map((name) => `${name}:${request.headers.get(name) ?? ""}`);
  const encoding = normaliseAcceptEncoding(request.headers.get("accept-encoding"), cache);
  const options = request.method === "OPTIONS" ? "OPTIONS" : "";
  return [origin.id, request.path, query, encoding, options, cookies, ...headers].join("\n");
}
