import type { cachePolicyConfigShape } from "../shapes/cache-policy-shape.ts";
import type { Decoded } from "../shapes/shape.ts";

export type CachePolicyConfig = Decoded<typeof cachePolicyConfigShape>;
type Parameters = CachePolicyConfig["ParametersInCacheKeyAndForwardedToOrigin"];

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 31_536_000;

const names = (...items: readonly string[]) => ({ Quantity: items.length, Items: items });

function parameters(gzip: boolean, brotli: boolean, more: Partial<Parameters> = {}): Parameters {
  return {
    EnableAcceptEncodingGzip: gzip,
    EnableAcceptEncodingBrotli: brotli,
    HeadersConfig: { HeaderBehavior: "none" },
    CookiesConfig: { CookieBehavior: "none" },
    QueryStringsConfig: { QueryStringBehavior: "none" },
    ...more,
  };
}

function policy(
  Name: string,
  [MinTTL, DefaultTTL, MaxTTL]: readonly [number, number, number],
  ParametersInCacheKeyAndForwardedToOrigin: Parameters,
): CachePolicyConfig {
  return {
    Comment: "",
    Name: `Managed-${Name}`,
    MinTTL,
    DefaultTTL,
    MaxTTL,
    ParametersInCacheKeyAndForwardedToOrigin,
  };
}

/** CloudFront developer guide, "Using the managed cache policies": ids and settings. */
export const managedCachePolicies: Readonly<Record<string, CachePolicyConfig>> = {
  "658327ea-f89d-4fab-a63d-7e88639e58f6": policy(
    "CachingOptimized",
    [1, DAY_SECONDS, YEAR_SECONDS],
    parameters(true, true),
  ),
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": policy(
    "CachingDisabled",
    [0, 0, 0],
    parameters(false, false),
  ),
  "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": policy(
    "CachingOptimizedForUncompressedObjects",
    [1, DAY_SECONDS, YEAR_SECONDS],
    parameters(false, false),
  ),
  "08627262-05a9-4f76-9ded-b50ca2e3a84f": policy(
    "Elemental-MediaPackage",
    [0, DAY_SECONDS, YEAR_SECONDS],
    parameters(true, false, {
      HeadersConfig: { HeaderBehavior: "whitelist", Headers: names("origin") },
      QueryStringsConfig: {
        QueryStringBehavior: "whitelist",
        QueryStrings: names("aws.manifestfilter", "start", "end", "m"),
      },
    }),
  ),
  "2e54312d-136d-493c-8eb9-b001f22f67d2": policy(
    "Amplify",
    [2, 2, 600],
    parameters(true, true, {
      HeadersConfig: {
        HeaderBehavior: "whitelist",
        Headers: names("Authorization", "CloudFront-Viewer-Country", "Host"),
      },
      CookiesConfig: { CookieBehavior: "all" },
      QueryStringsConfig: { QueryStringBehavior: "all" },
    }),
  ),
};
