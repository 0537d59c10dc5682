import type { Input } from "@aws-sdk/client-medialive";
import type { CallOptions } from "../aws/call-options.ts";
import type { CloudFrontClient } from "../cloudfront/client.ts";
import type { MediaLiveClient } from "../medialive/client.ts";
import type { AppliedQuota } from "./client.ts";

/** Where what an account has is listed. */
export type Lists = {
  readonly medialive: () => Promise<MediaLiveClient>;
  readonly cloudfront: () => Promise<CloudFrontClient>;
};

export type QuotaName =
  | "channels"
  | "pushInputs"
  | "pullInputs"
  | "inputSecurityGroups"
  | "distributions"
  | "functions"
  | "cachePolicies";

/** One quota of the AWS account. */
export type Quota = {
  readonly what: string;
  readonly service: "medialive" | "cloudfront";
  /** Is it this one of the service's list? */
  readonly isIt: (quota: AppliedQuota) => boolean;
  /** The documented default (MediaLive user guide and CloudFront developer guide, quotas). */
  readonly byDefault: number;
  /** How many there are. */
  readonly used: (lists: Lists, callOptions: CallOptions) => Promise<number>;
};

/**
 * The quotas that a stack counts against. MediaLive's are known by their names, in the form of its user guide or of the Service
 * Quotas console: the guide does not tell their codes. The one of functions is assumed to be in no list of Service Quotas:
 * the developer guide does not link it there.
 */
export const QUOTAS: Readonly<Record<QuotaName, Quota>> = {
  channels: {
    what: "MediaLive channels",
    service: "medialive",
    isIt: ({ name }) => /^channels$/i.test(name),
    byDefault: 5,
    used: async (lists, callOptions) =>
      (await (await lists.medialive()).listChannels(callOptions)).length,
  },
  pushInputs: {
    what: "MediaLive push inputs",
    service: "medialive",
    isIt: ({ name }) => /^(push inputs|inputs of type push)\b/i.test(name),
    byDefault: 5,
    used: inputs(isPush),
  },
  pullInputs: {
    what: "MediaLive pull inputs",
    service: "medialive",
    isIt: ({ name }) => /^(pull inputs|inputs of type pull)$/i.test(name),
    byDefault: 100,
    used: inputs(isPull),
  },
  inputSecurityGroups: {
    what: "MediaLive input security groups",
    service: "medialive",
    isIt: ({ name }) => /^input security groups$/i.test(name),
    byDefault: 5,
    used: async (lists, callOptions) =>
      (await (await lists.medialive()).listSecurityGroups(callOptions)).length,
  },
  distributions: {
    what: "CloudFront distributions",
    service: "cloudfront",
    isIt: ({ code }) => code === "L-24B04930",
    byDefault: 200,
    used: async (lists, callOptions) =>
      (await (await lists.cloudfront()).listDistributions(callOptions)).length,
  },
  functions: {
    what: "CloudFront functions",
    service: "cloudfront",
    isIt: ({ name }) => /^functions per (aws )?account$/i.test(name),
    byDefault: 100,
    used: async (lists, callOptions) => {
      const listed = await (await lists.cloudfront()).listFunctions(callOptions);
      // A function may be listed once a stage.
      return new Set(listed.map(({ name }) => name)).size;
    },
  },
  cachePolicies: {
    what: "CloudFront cache policies",
    service: "cloudfront",
    isIt: ({ code }) => code === "L-7D134442",
    byDefault: 20,
    used: async (lists, callOptions) =>
      (await (await lists.cloudfront()).listCachePolicies(callOptions)).length,
  },
};

function inputs(counts: (input: Input) => boolean): Quota["used"] {
  return async (lists, callOptions) =>
    (await (await lists.medialive()).listInputs(callOptions)).filter(counts).length;
}

/** Those in a VPC have a quota of their own. */
function isPush({ Type, Destinations = [] }: Input): boolean {
  return Type?.endsWith("_PUSH") === true && Destinations.every(({ Vpc }) => Vpc === undefined);
}

function isPull({ Type }: Input): boolean {
  return /_PULL$|_FILE$|^SRT_CALLER$/.test(Type ?? "");
}
