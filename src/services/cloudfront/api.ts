import type {
  CachePolicyConfig,
  CreateCachePolicyRequest,
  CreateDistributionWithTagsRequest,
  CreateFunctionRequest,
  DistributionConfig,
  UpdateFunctionRequest,
} from "@aws-sdk/client-cloudfront";
import type { Sealed } from "../../config/secret.ts";
import type { CallOptions } from "../aws/call-options.ts";

/** A distribution as read, the origin's custom headers sealed. */
export type Distribution = {
  readonly id: string;
  readonly arn: string;
  readonly domain: string;
  /** `InProgress` or `Deployed`. */
  readonly status: string;
  readonly etag: string;
  readonly config: Sealed<DistributionConfig>;
};

export type DistributionSummary = {
  readonly id: string;
  readonly arn: string;
  readonly comment: string;
  readonly status: string;
  /** A copy of another one for continuous deployment: carries that one's comment. */
  readonly staging: boolean;
};

/** A function's two stages: what is being worked on, and what takes part. */
export type EdgeFunction = {
  readonly name: string;
  readonly arn: string;
  readonly comment: string;
  readonly runtime: string;
  /** Of the DEVELOPMENT stage, which is what writes refer to. */
  readonly etag: string;
  /** Undefined before the first PublishFunction. */
  readonly liveCode: string | undefined;
};

export type CachePolicy = {
  readonly id: string;
  readonly etag: string;
  readonly config: CachePolicyConfig;
};

/**
 * `busy`: used by a distribution, not disabled, or not deployed yet. `stale`: changed since it was read. `subscribed`: on a pricing
 * plan.
 */
export type Removed = "removed" | "gone" | "busy" | "stale" | "subscribed";

/** About distributions. */
export type DistributionCalls = {
  listDistributions(callOptions: CallOptions): Promise<readonly DistributionSummary[]>;
  getDistribution(callOptions: CallOptions, id: string): Promise<Distribution | undefined>;
  tagsOf(callOptions: CallOptions, arn: string): Promise<Readonly<Record<string, string>>>;
  /** `exists`: the CallerReference was used before. */
  createDistribution(
    callOptions: CallOptions,
    request: Sealed<CreateDistributionWithTagsRequest>,
  ): Promise<Distribution | "exists">;
  /** Reads the whole configuration and writes back what `change` makes of it. Undefined when it is gone. */
  changeDistribution(
    callOptions: CallOptions,
    id: string,
    change: (config: Sealed<DistributionConfig>) => Sealed<DistributionConfig>,
  ): Promise<Distribution | undefined>;
  deleteDistribution(callOptions: CallOptions, id: string, etag: string): Promise<Removed>;
};

/** About functions. */
export type FunctionCalls = {
  listFunctions(
    callOptions: CallOptions,
  ): Promise<readonly { readonly name: string; readonly comment: string }[]>;
  getFunction(callOptions: CallOptions, name: string): Promise<EdgeFunction | undefined>;
  /** The code of the DEVELOPMENT stage. */
  draftCode(callOptions: CallOptions, name: string): Promise<string>;
  /** The ETag of the DEVELOPMENT stage. `exists`: the name is taken. */
  createFunction(
    callOptions: CallOptions,
    request: CreateFunctionRequest,
  ): Promise<{ readonly etag: string; readonly arn: string } | "exists">;
  updateFunction(
    callOptions: CallOptions,
    request: Omit<UpdateFunctionRequest, "IfMatch">,
  ): Promise<void>;
  publishFunction(callOptions: CallOptions, name: string): Promise<void>;
  deleteFunction(callOptions: CallOptions, name: string): Promise<Removed>;
};

/** About cache policies. */
export type CachePolicyCalls = {
  listCachePolicies(
    callOptions: CallOptions,
  ): Promise<readonly { readonly id: string; readonly config: CachePolicyConfig }[]>;
  getCachePolicy(callOptions: CallOptions, id: string): Promise<CachePolicy | undefined>;
  /** `exists`: the name is taken. */
  createCachePolicy(
    callOptions: CallOptions,
    request: CreateCachePolicyRequest,
  ): Promise<CachePolicy | "exists">;
  updateCachePolicy(callOptions: CallOptions, id: string, config: CachePolicyConfig): Promise<void>;
  deleteCachePolicy(callOptions: CallOptions, id: string): Promise<Removed>;
};

/**
 * What we ask of CloudFront. Lists are whole (all pages); what does not exist is undefined. Every call is retried under one
 * deadline and throws LiveOriginErrors; a write that meets another's change (412) reads again and repeats.
 */
export type CloudFrontClient = DistributionCalls &
  FunctionCalls &
  CachePolicyCalls & {
    close(): void;
  };
