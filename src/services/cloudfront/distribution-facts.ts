import type { CacheBehavior, DefaultCacheBehavior } from "@aws-sdk/client-cloudfront";
import type { Sealed } from "../../config/secret.ts";
import type { Distribution } from "./api.ts";
import { playerKeyOf } from "./sealed-distribution.ts";

export type BehaviorFacts = {
  /** Undefined is the default behavior. */
  readonly pattern: string | undefined;
  readonly cachePolicyId: string | undefined;
  readonly originRequestPolicyId: string | undefined;
  readonly responseHeadersPolicyId: string | undefined;
  readonly hasViewerRequestFunction: boolean;
  readonly methods: readonly string[];
};

/** What a distribution's configuration says, without the key in it: plain data. */
export type DistributionFacts = {
  readonly id: string;
  /** `InProgress` or `Deployed`. */
  readonly status: string;
  readonly enabled: boolean;
  readonly originHost: string | undefined;
  readonly originPath: string;
  readonly originProtocol: string | undefined;
  readonly sendsAuthorization: boolean;
  /** In the order in which they are tried; the default one last. */
  readonly behaviors: readonly BehaviorFacts[];
  /** Seconds that an error of the origin is kept at the least, by status, where it is configured. */
  readonly errorSeconds: ReadonlyMap<number, number>;
};

/** Reads the facts of a distribution out of its configuration (CloudFront API model). */
export function distributionFacts({ id, status, config }: Distribution): DistributionFacts {
  const origin = config.Origins?.Items?.[0];
  const { CacheBehaviors: listed, DefaultCacheBehavior: fallback } = config;
  return {
    id,
    status,
    enabled: config.Enabled === true,
    originHost: origin?.DomainName === undefined ? undefined : String(origin.DomainName),
    originPath: String(origin?.OriginPath ?? ""),
    originProtocol: origin?.CustomOriginConfig?.OriginProtocolPolicy?.toString(),
    sendsAuthorization: playerKeyOf(config) !== undefined,
    behaviors: [
      ...(listed?.Items ?? []).map((each) => behaviorFacts(each, each.PathPattern?.toString())),
      ...(fallback === undefined ? [] : [behaviorFacts(fallback, undefined)]),
    ],
    errorSeconds: new Map(
      (config.CustomErrorResponses?.Items ?? []).map((each) => [
        Number(each.ErrorCode),
        // Not said means the default (CloudFront API reference, CustomErrorResponse).
        each.ErrorCachingMinTTL === undefined ? DEFAULT_ERROR_SECONDS : each.ErrorCachingMinTTL,
      ]),
    ),
  };
}

/** How long CloudFront keeps an error unless told (CloudFront developer guide, error caching minimum TTL). */
export const DEFAULT_ERROR_SECONDS = 10;

/** The behavior that answers for a path: the first whose pattern fits, else the default one. */
export function behaviorFor(
  { behaviors }: Pick<DistributionFacts, "behaviors">,
  path: string,
): BehaviorFacts | undefined {
  return behaviors.find(({ pattern }) => pattern === undefined || fits(pattern, path));
}

/** `*` is any run of characters, `?` is one; a leading slash says nothing (CloudFront developer guide, path pattern). */
function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\//, "")
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(path.replace(/^\//, ""));
}

function behaviorFacts(
  behavior: Sealed<CacheBehavior> | Sealed<DefaultCacheBehavior>,
  pattern: string | undefined,
): BehaviorFacts {
  return {
    pattern,
    cachePolicyId: behavior.CachePolicyId?.toString(),
    originRequestPolicyId: behavior.OriginRequestPolicyId?.toString(),
    responseHeadersPolicyId: behavior.ResponseHeadersPolicyId?.toString(),
    hasViewerRequestFunction: (behavior.FunctionAssociations?.Items ?? []).some(
      ({ EventType }) => EventType === "viewer-request",
    ),
    methods: (behavior.AllowedMethods?.Items ?? []).map(String),
  };
}
