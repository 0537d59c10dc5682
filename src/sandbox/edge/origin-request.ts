import { normaliseAcceptEncoding } from "./accept-encoding.ts";
import type { EdgeBehavior } from "./edge-config.ts";
import { anyOf, pickCookies, pickQuery } from "./query.ts";
import { HOP_BY_HOP, type ViewerRequest } from "./viewer-request.ts";

/** What the edge asks the origin for. */
export type OriginRequest = {
  readonly method: string;
  /** Origin path, raw viewer path and what is left of the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** How this edge names itself to an origin. */
export type EdgeMark = { readonly requestId: string; readonly via: string };

/** Never taken over from the viewer; they are set by the edge where they belong. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "accept-encoding",
  "cookie",
  "expect",
  "host",
  "range",
  "if-range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "via",
  "x-forwarded-for",
]);

const WITHOUT_BODY: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Builds the request to the origin: what CloudFront always sends, what the cache policy has in its key, what the origin
 * request policy names, and last the origin's custom headers, which win (CloudFront developer guide, "Controlling origin
 * requests" and "Adding custom headers to origin requests").
 */
export function originRequest(
  viewer: ViewerRequest,
  behavior: EdgeBehavior,
  mark: EdgeMark,
): OriginRequest {
  const { origin, cache, forward } = behavior;
  const query = pickQuery(viewer.rawQuery, anyOf(cache.queryStrings, forward?.queryStrings));
  const headers = new Map<string, string>([
    ["host", hostOf(behavior)],
    ["user-agent", "Amazon CloudFront"],
  ]);
  for (const [name, value] of viewer.headers)
    if (!OWN_HEADERS.has(name) && !HOP_BY_HOP.has(name) && isForwarded(name, viewer, behavior))
      headers.set(name, value);
  if (isForwarded("host", viewer, behavior))
    headers.set("host", viewer.headers.get("host") ?? hostOf(behavior));
  if (isForwarded("x-forwarded-for", viewer, behavior)) {
    const before = viewer.headers.get("x-forwarded-for");
    headers.set("x-forwarded-for", before === undefined ? viewer.ip : `${before},${viewer.ip}`);
  }
  for (const [name, value] of cloudFrontHeaders(viewer))
    if (namesCloudFrontHeader(name, behavior)) headers.set(name, value);
  const cookies = pickCookies(viewer.headers.get("cookie"), anyOf(cache.cookies, forward?.cookies));
  if (cookies !== "") headers.set("cookie", cookies);
  const encoding = acceptEncoding(viewer, behavior);
  if (encoding !== "") headers.set("accept-encoding", encoding);
  headers.set("via", mark.via);
  headers.set("x-amz-cf-id", mark.requestId);
  for (const [name, value] of origin.headers) headers.set(name.toLowerCase(), value);
  return {
    method: viewer.method,
    target: `${origin.path}${viewer.path}${query === "" ? "" : `?${query}`}`,
    headers: Object.fromEntries(headers),
  };
}

function hostOf({ origin }: EdgeBehavior): string {
  const standard = origin.https ? 443 : 80;
  return origin.port === standard ? origin.domainName : `${origin.domainName}:${origin.port}`;
}

function isForwarded(
  name: string,
  viewer: ViewerRequest,
  { cache, forward }: EdgeBehavior,
): boolean {
  if (cache.headers.has(name)) return true;
  const mode = forward?.headers.mode ?? "none";
  const named = forward?.headers.names.has(name) === true;
  // Authorization is named in a cache policy or comes with all viewer headers, never with a list.
  if (name === "authorization" && !mode.startsWith("all")) return !WITHOUT_BODY.has(viewer.method);
  if (mode === "allViewer" || mode === "allViewerAndWhitelistCloudFront") return true;
  if (mode === "allExcept") return !named;
  if (mode === "whitelist" && named) return true;
  return !WITHOUT_BODY.has(viewer.method) && /^content-(type|length|md5)$/.test(name);
}

function acceptEncoding(viewer: ViewerRequest, behavior: EdgeBehavior): string {
  const given = viewer.headers.get("accept-encoding");
  if (behavior.cache.gzip || behavior.cache.brotli)
    return normaliseAcceptEncoding(given, behavior.cache);
  return isForwarded("accept-encoding", viewer, behavior) ? (given ?? "") : "";
}

function namesCloudFrontHeader(name: string, { cache, forward }: EdgeBehavior): boolean {
  return (
    cache.headers.has(name) ||
    (forward !== undefined &&
      forward.headers.mode !== "allExcept" &&
      forward.headers.names.has(name))
  );
}

/** The CloudFront headers that can be known on loopback; those about places and devices cannot. */
function cloudFrontHeaders(viewer: ViewerRequest): readonly (readonly [string, string])[] {
  return [
    ["cloudfront-forwarded-proto", "http"],
    ["cloudfront-viewer-address", viewer.ip],
    ["cloudfront-viewer-http-version", viewer.httpVersion],
  ];
}
