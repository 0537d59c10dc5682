import type { CorsRules, ResponseHeaderRules } from "./edge-config.ts";
import type { Header } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/**
 * Applies a response headers policy: removes first, then adds; a header of the origin stays unless the policy overrides
 * it (CloudFront developer guide, "Understanding response headers policies"). CORS headers go only to requests that have
 * an Origin header; the ones for preflights only to OPTIONS.
 */
export function applyResponseHeaders(
  headers: readonly Header[],
  rules: ResponseHeaderRules,
  viewer: ViewerRequest,
): readonly Header[] {
  let result = headers.filter(([name]) => !rules.remove.has(name.toLowerCase()));
  const set = (name: string, value: string, override: boolean): void => {
    const lower = name.toLowerCase();
    const present = result.some(([given]) => given.toLowerCase() === lower);
    if (present && !override) return;
    result = [...result.filter(([given]) => given.toLowerCase() !== lower), [name, value]];
  };
  const origin = viewer.headers.get("origin");
  if (rules.cors !== undefined && origin !== undefined)
    for (const [name, value] of corsHeaders(rules.cors, origin, viewer))
      set(name, value, rules.cors.override);
  for (const { name, value, override } of rules.headers) set(name, value, override);
  return result;
}

function corsHeaders(cors: CorsRules, origin: string, viewer: ViewerRequest): readonly Header[] {
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return [];
  const headers: Header[] = [["Access-Control-Allow-Origin", allowed]];
  if (cors.allowCredentials) headers.push(["Access-Control-Allow-Credentials", "true"]);
  if (viewer.method === "OPTIONS") {
    headers.push(["Access-Control-Allow-Methods", cors.allowMethods.join(", ")]);
    headers.push(["Access-Control-Allow-Headers", cors.allowHeaders.join(", ")]);
    if (cors.maxAgeSeconds !== undefined)
      headers.push(["Access-Control-Max-Age", String(cors.maxAgeSeconds)]);
  }
  if (cors.exposeHeaders.length > 0)
    headers.push(["Access-Control-Expose-Headers", cors.exposeHeaders.join(", ")]);
  return headers;
}

function allowedOrigin(cors: CorsRules, origin: string): string | undefined {
  if (cors.allowOrigins.includes("*")) return "*";
  const fits = cors.allowOrigins.some((allowed) => {
    const [before, after] = allowed.split("*");
    if (after === undefined) return allowed === origin;
    const [scheme, host] = origin.split("://");
    return before === "" || before === undefined
      ? host?.endsWith(after) === true
      : origin.startsWith(before) && origin.endsWith(after) && scheme !== undefined;
  });
  return fits ? origin : undefined;
}
