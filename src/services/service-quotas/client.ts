import {
  ListServiceQuotasCommand,
  ServiceQuotasClient as Sdk,
} from "@aws-sdk/client-service-quotas";
import { allPages } from "../aws/all-pages.ts";
import { awsCall } from "../aws/aws-call.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";

/** Where the quotas of CloudFront are told, which are the same for all regions (AWS General Reference). */
const GLOBAL_REGION = "us-east-1";

export type AppliedQuota = {
  readonly code: string;
  readonly name: string;
  readonly value: number;
};

/** What we ask of Service Quotas. Every failure is a LiveOriginError named `AWS_…`. */
export type ServiceQuotasClient = {
  /** What applies to this account: MediaLive's in the region, CloudFront's. All pages. */
  appliedQuotas(
    service: "medialive" | "cloudfront",
    callOptions: CallOptions,
  ): Promise<readonly AppliedQuota[]>;
  close(): void;
};

/** Connects to Service Quotas; nothing is sent before the first call. */
export function connectServiceQuotas(access: AwsAccess, pace: RetryOptions): ServiceQuotasClient {
  const connect = (region: string | undefined): Sdk => {
    const client = new Sdk(awsOptions({ ...access, region }));
    checkAnswers(client, "servicequotas");
    return client;
  };
  const clients = { medialive: connect(access.region), cloudfront: connect(GLOBAL_REGION) };
  return {
    appliedQuotas: async (service, callOptions) => {
      const quotas = await allPages((page) =>
        awsCall(pace, callOptions, {
          service: "servicequotas",
          operation: "ListServiceQuotas",
          profile: access.profile,
          // Optional: a run goes on without it.
          deadlineMs: 2_000,
          send: async () => {
            const command = new ListServiceQuotasCommand({
              ServiceCode: service,
              MaxResults: 100,
              NextToken: page,
            });
            const answer = await clients[service].send(command, {
              abortSignal: callOptions.signal,
            });
            return { items: answer.Quotas, next: answer.NextToken };
          },
        }),
      );
      return quotas.flatMap(({ QuotaCode: code = "", QuotaName: name = "", Value: value }) =>
        value === undefined ? [] : { code, name, value },
      );
    },
    close: () => {
      clients.medialive.destroy();
      clients.cloudfront.destroy();
    },
  };
}
