import type { EdgeBehavior } from "./edge-config.ts";
import type { Header } from "./reply.ts";

/** Set by the edge itself, so the origin's are dropped. */
const REPLACED: ReadonlySet<string> = new Set([
  "age",
  "via",
  "x-cache",
  "x-amz-cf-id",
  "x-amz-cf-pop",
]);

/**
 * The origin's headers as viewers get them: Set-Cookie only where cookies are forwarded, Vary only with what the cache or
 * the request depends on (CloudFront developer guide, "HTTP response headers that CloudFront removes or replaces").
 */
export function viewerHeaders(
  headers: readonly Header[],
  behavior: EdgeBehavior,
): readonly Header[] {
  const cookies =
    behavior.cache.cookies.mode !== "none" || (behavior.forward?.cookies.mode ?? "none") !== "none";
  return headers.flatMap(([name, value]): readonly Header[] => {
    const lower = name.toLowerCase();
    if (REPLACED.has(lower) || (lower === "set-cookie" && !cookies)) return [];
    if (lower !== "vary") return [[name, value]];
    const kept = value
      .split(",")
      .map((field) => field.trim())
      .filter((field) => keepsVary(field.toLowerCase(), behavior));
    return kept.length === 0 ? [] : [[name, kept.join(", ")]];
  });
}

function keepsVary(field: string, { cache, forward }: EdgeBehavior): boolean {
  if (field === "accept-encoding" || field === "cookie") return true;
  if (cache.headers.has(field)) return true;
  if (forward === undefined) return false;
  const { mode, names } = forward.headers;
  if (mode === "allExcept") return !names.has(field);
  return mode === "allViewer" || mode === "allViewerAndWhitelistCloudFront" || names.has(field);
}
