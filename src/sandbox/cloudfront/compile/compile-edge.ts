import {
  type EdgeBehavior,
  type EdgeConfig,
  type EdgeFunction,
  type EdgeOrigin,
  VIEWER_COUNTRY,
} from "../../edge/edge-config.ts";
import {
  compileCachePolicy,
  compileForwardedValues,
  compileOriginRequestPolicy,
} from "./compile-cache.ts";
import { compileResponseHeaders } from "./compile-response-headers.ts";
import type {
  BehaviorConfig,
  DistributionConfig,
  OriginConfig,
} from "../shapes/distribution-shape.ts";
import type { CachePolicyConfig } from "../managed/managed-cache-policies.ts";
import type { OriginRequestPolicyConfig } from "../managed/managed-origin-request-policies.ts";
import type { ResponseHeadersPolicyConfig } from "../managed/managed-response-headers-policies.ts";

/** What ids and ARNs in a configuration stand for. */
export type Lookup = {
  readonly cachePolicy: (id: string) => CachePolicyConfig | undefined;
  readonly originRequestPolicy: (id: string) => OriginRequestPolicyConfig | undefined;
  readonly responseHeadersPolicy: (id: string) => ResponseHeadersPolicyConfig | undefined;
  readonly liveFunction: (arn: string) => EdgeFunction | undefined;
};

/** Turns a distribution's configuration into what its edge works with. */
export function compileEdge(config: DistributionConfig, lookup: Lookup): EdgeConfig {
  const origins = new Map(config.Origins.Items.map((origin) => [origin.Id, compileOrigin(origin)]));
  // Failover between the members of an origin group is not emulated: the first one is asked.
  for (const group of config.OriginGroups.Items ?? []) {
    const first = origins.get(group.Members.Items[0]?.OriginId ?? "");
    if (first !== undefined) origins.set(group.Id, first);
  }
  const behaviors = [
    ...(config.CacheBehaviors.Items ?? []),
    { PathPattern: "*", ...config.DefaultCacheBehavior },
  ];
  return {
    enabled: config.Enabled,
    blocksCountry: blocksCountry(config.Restrictions.GeoRestriction),
    defaultRootObject: config.DefaultRootObject,
    behaviors: behaviors.flatMap((behavior) => {
      const origin = origins.get(behavior.TargetOriginId);
      return origin === undefined
        ? []
        : [compileBehavior({ behavior, pattern: behavior.PathPattern, origin, lookup })];
    }),
    errorTtlSeconds: new Map(
      (config.CustomErrorResponses.Items ?? []).map((rule) => [
        rule.ErrorCode,
        rule.ErrorCachingMinTTL,
      ]),
    ),
  };
}

function blocksCountry({
  RestrictionType: type,
  Items = [],
}: DistributionConfig["Restrictions"]["GeoRestriction"]): boolean {
  return type !== "none" && Items.includes(VIEWER_COUNTRY) === (type === "blacklist");
}

function compileBehavior({
  behavior,
  pattern,
  origin,
  lookup,
}: {
  readonly behavior: BehaviorConfig;
  readonly pattern: string;
  readonly origin: EdgeOrigin;
  readonly lookup: Lookup;
}): EdgeBehavior {
  const policy = lookup.cachePolicy(behavior.CachePolicyId ?? "");
  const rules =
    policy === undefined
      ? compileForwardedValues(behavior)
      : { cache: compileCachePolicy(policy), forward: undefined };
  const forward = lookup.originRequestPolicy(behavior.OriginRequestPolicyId ?? "");
  const headers = lookup.responseHeadersPolicy(behavior.ResponseHeadersPolicyId ?? "");
  const functionAt = (event: string): EdgeFunction | undefined => {
    const found = behavior.FunctionAssociations.Items?.find(({ EventType }) => EventType === event);
    return found === undefined ? undefined : lookup.liveFunction(found.FunctionARN);
  };
  return {
    pattern,
    origin,
    viewerProtocol: behavior.ViewerProtocolPolicy,
    allowedMethods: new Set(behavior.AllowedMethods.Items),
    cachedMethods: new Set(behavior.AllowedMethods.CachedMethods.Items),
    compress: behavior.Compress,
    cache: rules.cache,
    forward: forward === undefined ? rules.forward : compileOriginRequestPolicy(forward),
    responseHeaders: headers === undefined ? undefined : compileResponseHeaders(headers),
    viewerRequest: functionAt("viewer-request"),
    viewerResponse: functionAt("viewer-response"),
  };
}

function compileOrigin(origin: OriginConfig): EdgeOrigin {
  const custom = origin.CustomOriginConfig;
  // Viewers come over plain HTTP on loopback, so match-viewer means HTTP.
  const https = custom?.OriginProtocolPolicy === "https-only";
  return {
    id: origin.Id,
    domainName: origin.DomainName,
    path: origin.OriginPath,
    headers: (origin.CustomHeaders.Items ?? []).map((header) => [
      header.HeaderName,
      header.HeaderValue,
    ]),
    https,
    port: https ? (custom?.HTTPSPort ?? 443) : (custom?.HTTPPort ?? 80),
    connectionAttempts: origin.ConnectionAttempts,
    connectionTimeoutSeconds: origin.ConnectionTimeout,
    readTimeoutSeconds: custom?.OriginReadTimeout ?? 30,
  };
}
