import { DEFAULT_ACCOUNT_QUOTAS, type AccountQuotas } from "../account-quotas.ts";
import type { NamedError, WireAnswer, WireRequest, WireService } from "../wire.ts";
import type { Emulator, InventoryItem, World } from "../world.ts";
import { plainHeaders } from "./answer.ts";
import { cachePolicyConfigShape } from "./shapes/cache-policy-shape.ts";
import type { References } from "./check/check-behaviors.ts";
import { compileEdge, type Lookup } from "./compile/compile-edge.ts";
import {
  completeCachePolicy,
  completeOriginRequestPolicy,
  completeResponseHeadersPolicy,
} from "./complete-policies.ts";
import { distributionOperations } from "./distribution-operations.ts";
import type { BehaviorConfig, DistributionConfig } from "./shapes/distribution-shape.ts";
import { createDistributions, type StartEdge } from "./distributions.ts";
import { functionOperations } from "./function-operations.ts";
import { createFunctions } from "./functions.ts";
import { uuid } from "./ids.ts";
import { createInvalidations } from "./invalidations.ts";
import { managedCachePolicies } from "./managed/managed-cache-policies.ts";
import { managedOriginRequestPolicies } from "./managed/managed-origin-request-policies.ts";
import { managedResponseHeadersPolicies } from "./managed/managed-response-headers-policies.ts";
import { createRouter } from "./operation.ts";
import { originRequestPolicyConfigShape } from "./shapes/origin-request-policy-shape.ts";
import { createPolicyFamily } from "./policy-family.ts";
import { responseHeadersPolicyConfigShape } from "./shapes/response-headers-policy-shape.ts";
import { tagOperations } from "./tag-operations.ts";
import { writeErrorXml } from "./write-xml.ts";

/** CloudFront quotas: custom policies of each other kind per account. */
const MAX_POLICIES = 20;

/** Emulates the control plane of Amazon CloudFront; `onDistribution` starts the edge of a new distribution. */
export function createCloudFront(
  world: World,
  options: { readonly onDistribution: StartEdge; readonly quotas?: AccountQuotas | undefined },
): Emulator & { readonly service: WireService } {
  const { onDistribution, quotas = DEFAULT_ACCOUNT_QUOTAS } = options;
  const functions = createFunctions(world, quotas.functions);
  const distributions = createDistributions(world, {
    startEdge: onDistribution,
    compile: (config) => compileEdge(config, lookup),
    most: quotas.distributions,
  });
  const usesPolicy =
    (member: "CachePolicyId" | "OriginRequestPolicyId" | "ResponseHeadersPolicyId") =>
    (id: string) =>
      distributions.some((config) => behaviorsOf(config).some((one) => one[member] === id));
  const shared = { mostCustom: MAX_POLICIES, onUpdate: () => distributions.refresh() };

  const cachePolicies = createPolicyFamily(world, {
    ...shared,
    mostCustom: quotas.cachePolicies,
    kind: "CachePolicy",
    plural: "CachePolicies",
    path: "cache-policy",
    configShape: cachePolicyConfigShape,
    managed: managedCachePolicies,
    complete: completeCachePolicy,
    isInUse: usesPolicy("CachePolicyId"),
  });
  const originRequestPolicies = createPolicyFamily(world, {
    ...shared,
    kind: "OriginRequestPolicy",
    plural: "OriginRequestPolicies",
    path: "origin-request-policy",
    configShape: originRequestPolicyConfigShape,
    managed: managedOriginRequestPolicies,
    complete: completeOriginRequestPolicy,
    isInUse: usesPolicy("OriginRequestPolicyId"),
  });
  const responseHeadersPolicies = createPolicyFamily(world, {
    ...shared,
    kind: "ResponseHeadersPolicy",
    plural: "ResponseHeadersPolicies",
    path: "response-headers-policy",
    configShape: responseHeadersPolicyConfigShape,
    managed: managedResponseHeadersPolicies,
    complete: completeResponseHeadersPolicy,
    isInUse: usesPolicy("ResponseHeadersPolicyId"),
  });
  const families = {
    CachePolicy: cachePolicies,
    OriginRequestPolicy: originRequestPolicies,
    ResponseHeadersPolicy: responseHeadersPolicies,
  } as const;

  const liveFunction: Lookup["liveFunction"] = (arn) => {
    const one = functions.byArn(arn);
    return one?.live && { name: one.name, code: one.live.code.toString("utf8") };
  };
  const lookup: Lookup = {
    cachePolicy: cachePolicies.find,
    originRequestPolicy: originRequestPolicies.find,
    responseHeadersPolicy: responseHeadersPolicies.find,
    liveFunction,
  };
  const references: References = {
    hasPolicy: (family, id) => families[family].find(id) !== undefined,
    hasLiveFunction: (arn) => liveFunction(arn) !== undefined,
  };
  const usesFunction = (arn: string): boolean =>
    distributions.some((config) =>
      behaviorsOf(config).some((one) =>
        one.FunctionAssociations.Items?.some(({ FunctionARN }) => FunctionARN === arn),
      ),
    );

  const arnOf = (kind: string) => (id: string) =>
    `arn:aws:cloudfront::${world.account}:${kind}/${id}`;
  const invalidations = createInvalidations(world, distributions, arnOf("distribution"));
  const route = createRouter([
    ...distributionOperations({
      distributions,
      references,
      arnOf: arnOf("distribution"),
      invalidationsInProgress: invalidations.inProgress,
    }),
    ...invalidations.operations,
    ...functionOperations({
      functions,
      arnOf: arnOf("function"),
      isInUse: usesFunction,
      onPublish: () => distributions.refresh(),
    }),
    ...Object.values(families).flatMap(({ operations }) => operations),
    ...tagOperations(
      world,
      (arn) => distributions.all().find((one) => one.arn === arn) ?? functions.byArn(arn),
    ),
  ]);

  return {
    service: { name: "cloudfront", route, refuse, unknown },
    inventory: () => [
      ...distributions.all().map(({ id, status, tags, config, edge }): InventoryItem => ({
        service: "cloudfront",
        kind: "distribution",
        id,
        name: config.Comment,
        status,
        bytes: edge.bytes(),
        tags,
      })),
      ...functions.all().map(({ name, tags, live }): InventoryItem => ({
        service: "cloudfront",
        kind: "function",
        id: name,
        name,
        status: live === undefined ? "DEVELOPMENT" : "LIVE",
        tags,
      })),
      ...Object.entries({
        "cache-policy": cachePolicies.custom(),
        "origin-request-policy": originRequestPolicies.custom(),
        "response-headers-policy": responseHeadersPolicies.custom(),
      }).flatMap(([kind, policies]) =>
        policies.map(({ id, config }) => ({ service: "cloudfront", kind, id, name: config.Name })),
      ),
    ],
    close: () => distributions.close(),
  };
}

function behaviorsOf(config: DistributionConfig): readonly BehaviorConfig[] {
  return [...(config.CacheBehaviors.Items ?? []), config.DefaultCacheBehavior];
}

function refuse(error: NamedError): WireAnswer {
  // serve.ts words denials for JSON services; CloudFront's own code has no suffix.
  const code = error.name === "AccessDeniedException" ? "AccessDenied" : error.name;
  const headers = plainHeaders();
  return {
    status: error.status,
    headers: { ...headers, "Content-Type": "text/xml" },
    body: writeErrorXml(
      { code, message: error.message, sender: error.status < 500 },
      headers["x-amzn-RequestId"] ?? uuid(),
    ),
  };
}

function unknown(request: WireRequest): WireAnswer {
  return refuse({
    name: "UnknownOperationException",
    status: 404,
    message: `The sandbox's CloudFront does not know ${request.method} ${request.path}`,
  });
}
