import type { BehaviorConfig, DistributionConfig } from "../shapes/distribution-shape.ts";
import { refusal, wordsOf } from "../refusal.ts";
import { ttlsOf } from "../ttl-defaults.ts";

/** What a behavior refers to: asked while a configuration is checked. */
export type References = {
  readonly hasPolicy: (
    family: "CachePolicy" | "OriginRequestPolicy" | "ResponseHeadersPolicy",
    id: string,
  ) => boolean;
  /** Is there a published (LIVE) function of this ARN? */
  readonly hasLiveFunction: (arn: string) => boolean;
};

/** CloudFront quotas: behaviors per distribution and the length of a path pattern. */
const MAX_BEHAVIORS = 75;
const MAX_PATTERN_LENGTH = 255;

const METHOD_SETS: readonly string[] = [
  "GET,HEAD",
  "GET,HEAD,OPTIONS",
  "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT",
];

/** Throws what CloudFront answers to behaviors that it does not accept. */
export function checkBehaviors(config: DistributionConfig, references: References): void {
  const behaviors = config.CacheBehaviors.Items ?? [];
  if (behaviors.length > MAX_BEHAVIORS)
    throw refusal(
      "TooManyCacheBehaviors",
      `You cannot create more cache behaviors for the distribution: ${behaviors.length}, the limit is ${MAX_BEHAVIORS}.`,
    );
  const patterns = behaviors.map(({ PathPattern }) => PathPattern.replace(/^\//, ""));
  if (new Set(patterns).size < patterns.length)
    throw refusal("InvalidArgument", "The parameter PathPattern contains a duplicate.");
  for (const { PathPattern: pattern } of behaviors)
    if (pattern.length > MAX_PATTERN_LENGTH || !/^[A-Za-z0-9_\-.*$/~"'@:+&?]+$/.test(pattern))
      throw refusal("InvalidArgument", `The parameter PathPattern is not valid: ${pattern}`);
  const targets = new Set([
    ...config.Origins.Items.map(({ Id }) => Id),
    ...(config.OriginGroups.Items ?? []).map(({ Id }) => Id),
  ]);
  for (const behavior of [...behaviors, config.DefaultCacheBehavior]) {
    if (!targets.has(behavior.TargetOriginId))
      throw refusal(
        "NoSuchOrigin",
        `No origin exists with the specified Origin Id: ${behavior.TargetOriginId}`,
      );
    checkMethods(behavior);
    checkPolicies(behavior, references);
    checkFunctions(behavior, references);
  }
}

function checkMethods({ AllowedMethods }: BehaviorConfig): void {
  const allowed = AllowedMethods.Items.toSorted().join();
  if (!METHOD_SETS.includes(allowed))
    throw refusal(
      "InvalidArgument",
      "The parameter AllowedMethods must be GET and HEAD, GET, HEAD and OPTIONS, or all seven methods.",
    );
  const cached = AllowedMethods.CachedMethods.Items.toSorted();
  if (
    !METHOD_SETS.slice(0, 2).includes(cached.join()) ||
    !cached.every((one) => allowed.includes(one))
  )
    throw refusal(
      "InvalidArgument",
      "The parameter CachedMethods must be GET and HEAD, or GET, HEAD and OPTIONS, and part of AllowedMethods.",
    );
}

function checkPolicies(behavior: BehaviorConfig, references: References): void {
  const { CachePolicyId, ForwardedValues, OriginRequestPolicyId, ResponseHeadersPolicyId } =
    behavior;
  const ttls = [behavior.MinTTL, behavior.DefaultTTL, behavior.MaxTTL];
  if (CachePolicyId === undefined) {
    if (ForwardedValues === undefined)
      throw refusal("InvalidArgument", "The parameter ForwardedValues is required.");
    if (OriginRequestPolicyId !== undefined)
      throw refusal(
        "InvalidArgument",
        "The parameter OriginRequestPolicyId needs a CachePolicyId.",
      );
    const { MinTTL, DefaultTTL, MaxTTL } = ttlsOf(behavior);
    if (MinTTL > DefaultTTL || DefaultTTL > MaxTTL)
      throw refusal("InvalidTTLOrder", "The order of the TTLs must be MinTTL, DefaultTTL, MaxTTL.");
  } else if (ForwardedValues !== undefined || ttls.some((ttl) => ttl !== undefined)) {
    throw refusal(
      "InvalidArgument",
      "The parameter ForwardedValues, MinTTL, DefaultTTL or MaxTTL cannot be used when a cache policy is associated to the cache behavior.",
    );
  }
  const named = {
    CachePolicy: CachePolicyId,
    OriginRequestPolicy: OriginRequestPolicyId,
    ResponseHeadersPolicy: ResponseHeadersPolicyId,
  } as const;
  for (const family of ["CachePolicy", "OriginRequestPolicy", "ResponseHeadersPolicy"] as const) {
    const id = named[family];
    if (id !== undefined && !references.hasPolicy(family, id))
      throw refusal(`NoSuch${family}`, `The ${wordsOf(family)} does not exist: ${id}`);
  }
}

function checkFunctions(behavior: BehaviorConfig, references: References): void {
  const functions = behavior.FunctionAssociations.Items ?? [];
  const viewerLambdas = (behavior.LambdaFunctionAssociations.Items ?? []).filter(({ EventType }) =>
    EventType.startsWith("viewer-"),
  );
  const events = functions.map(({ EventType }) => EventType);
  if (new Set(events).size < events.length)
    throw refusal("InvalidFunctionAssociation", "Each event type can have one function only.");
  if (events.some((event) => !event.startsWith("viewer-")))
    throw refusal(
      "InvalidFunctionAssociation",
      "A CloudFront function can be associated with viewer-request and viewer-response only.",
    );
  if (functions.length > 0 && viewerLambdas.length > 0)
    throw refusal(
      "InvalidFunctionAssociation",
      "CloudFront functions and Lambda@Edge functions cannot be combined in viewer events.",
    );
  for (const { FunctionARN } of functions)
    if (!references.hasLiveFunction(FunctionARN))
      throw refusal(
        "InvalidFunctionAssociation",
        `The function must exist and be published to the LIVE stage: ${FunctionARN}`,
      );
}
