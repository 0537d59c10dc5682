import type { CacheRules } from "./edge-config.ts";

type Directives = {
  readonly sharedMaxAgeSeconds: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly uncacheable: boolean;
  readonly staleIfErrorSeconds: number | undefined;
};

/** CloudFront's default for ErrorCachingMinTTL, in seconds (developer guide, "Control how long CloudFront caches errors"). */
const ERROR_SECONDS = 10;

/**
 * CloudFront developer guide, "HTTP 4xx and 5xx status codes that CloudFront always caches", and those "based on
 * Cache-Control headers".
 */
const ALWAYS_CACHED: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const CACHED_WITH_MAX_AGE: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);

/** Reads a Cache-Control header. */
export function readDirectives(cacheControl: string | undefined): Directives {
  const text = (cacheControl ?? "").toLowerCase();
  const seconds = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*"?(\\d+)`).exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  return {
    sharedMaxAgeSeconds: seconds("s-maxage"),
    maxAgeSeconds: seconds("max-age"),
    uncacheable: /(?:^|[\s,])(no-cache|no-store|private)(?=$|[\s,=])/.test(text),
    staleIfErrorSeconds: seconds("stale-if-error"),
  };
}

/**
 * How many seconds an object stays in the cache (CloudFront developer guide, "Specifying the amount of time that CloudFront
 * caches objects"): no-cache, no-store and private mean the minimum TTL, no header at all the default TTL.
 */
export function freshSeconds(
  headers: { readonly cacheControl: string | undefined; readonly expires: string | undefined },
  rules: Pick<CacheRules, "minTtlSeconds" | "defaultTtlSeconds" | "maxTtlSeconds">,
  now: number,
): number {
  const { minTtlSeconds: min, defaultTtlSeconds, maxTtlSeconds: max } = rules;
  const directives = readDirectives(headers.cacheControl);
  if (directives.uncacheable) return min;
  const given =
    directives.sharedMaxAgeSeconds ??
    directives.maxAgeSeconds ??
    secondsUntil(headers.expires, now);
  if (given === undefined) return Math.max(min, defaultTtlSeconds);
  return Math.max(min, Math.min(given, max));
}

/** How many seconds an error of the origin is answered from the cache; 0 for the ones that are not cached. */
export function errorSeconds(
  status: number,
  cacheControl: string | undefined,
  configured: ReadonlyMap<number, number>,
): number {
  const { sharedMaxAgeSeconds, maxAgeSeconds } = readDirectives(cacheControl);
  const given = sharedMaxAgeSeconds ?? maxAgeSeconds;
  const minimum = configured.get(status) ?? ERROR_SECONDS;
  if (ALWAYS_CACHED.has(status)) return Math.max(minimum, given ?? 0);
  if (CACHED_WITH_MAX_AGE.has(status) && given !== undefined) return Math.max(minimum, given);
  return 0;
}

function secondsUntil(expires: string | undefined, now: number): number | undefined {
  if (expires === undefined) return undefined;
  const at = Date.parse(expires);
  return Number.isNaN(at) ? 0 : Math.max(0, (at - now) / 1000);
}
