import type { CacheRules, ForwardRules, Selection } from "../../edge/edge-config.ts";
import type { BehaviorConfig } from "../shapes/distribution-shape.ts";
import type { CachePolicyConfig } from "../managed/managed-cache-policies.ts";
import type { OriginRequestPolicyConfig } from "../managed/managed-origin-request-policies.ts";
import { ttlsOf } from "../ttl-defaults.ts";

type Names = { readonly Items?: readonly string[] | undefined } | undefined;

/** A cache policy as the edge uses it. */
export function compileCachePolicy(policy: CachePolicyConfig): CacheRules {
  const parameters = policy.ParametersInCacheKeyAndForwardedToOrigin;
  const {
    HeadersConfig: headers,
    CookiesConfig: cookies,
    QueryStringsConfig: strings,
  } = parameters;
  const ttls = ttlsOf(policy);
  return {
    minTtlSeconds: ttls.MinTTL,
    defaultTtlSeconds: ttls.DefaultTTL,
    maxTtlSeconds: ttls.MaxTTL,
    gzip: parameters.EnableAcceptEncodingGzip,
    brotli: parameters.EnableAcceptEncodingBrotli,
    headers: headers.HeaderBehavior === "none" ? new Set() : lowerNames(headers.Headers),
    cookies: selection(cookies.CookieBehavior, cookies.Cookies),
    queryStrings: selection(strings.QueryStringBehavior, strings.QueryStrings),
  };
}

/** An origin request policy as the edge uses it. */
export function compileOriginRequestPolicy(policy: OriginRequestPolicyConfig): ForwardRules {
  const { HeadersConfig: headers, CookiesConfig: cookies, QueryStringsConfig: strings } = policy;
  return {
    headers: { mode: headers.HeaderBehavior, names: lowerNames(headers.Headers) },
    cookies: selection(cookies.CookieBehavior, cookies.Cookies),
    queryStrings: selection(strings.QueryStringBehavior, strings.QueryStrings),
  };
}

/** The legacy settings of a behavior without a cache policy, in the terms of policies. */
export function compileForwardedValues(behavior: BehaviorConfig): {
  readonly cache: CacheRules;
  readonly forward: ForwardRules;
} {
  const values = behavior.ForwardedValues;
  const headers = lowerNames(values?.Headers);
  const everything = headers.has("*");
  const keys = values?.QueryStringCacheKeys;
  const cookies: Selection = selection(
    values?.Cookies.Forward ?? "none",
    values?.Cookies.WhitelistedNames,
  );
  const strings = selection(values?.QueryString === true ? "all" : "none", undefined);
  const ttls = ttlsOf(behavior);
  return {
    cache: {
      minTtlSeconds: ttls.MinTTL,
      // All headers forwarded means that nothing is cached.
      defaultTtlSeconds: everything ? 0 : ttls.DefaultTTL,
      maxTtlSeconds: everything ? 0 : ttls.MaxTTL,
      gzip: behavior.Compress,
      brotli: false,
      headers: everything ? new Set() : headers,
      cookies,
      queryStrings:
        strings.mode === "all" && (keys?.Items?.length ?? 0) > 0
          ? selection("whitelist", keys)
          : strings,
    },
    forward: {
      headers: { mode: everything ? "allViewer" : "none", names: new Set() },
      cookies,
      queryStrings: strings,
    },
  };
}

function selection(mode: Selection["mode"], names: Names): Selection {
  return { mode, names: new Set(names?.Items ?? []) };
}

function lowerNames(names: Names): ReadonlySet<string> {
  return new Set((names?.Items ?? []).map((name) => name.toLowerCase()));
}
