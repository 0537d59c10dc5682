import { GetProductsCommand, PricingClient as PriceList } from "@aws-sdk/client-pricing";
import type { MediaLiveUsage } from "../../config/medialive-usage.ts";
import { usageItem } from "../../config/price-item.ts";
import { allPages } from "../aws/all-pages.ts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import { readPrice, type ReadPrice } from "./read-offer.ts";
import { buildGetProducts } from "./requests.ts";

/** The API is served in few regions, and answers for all of them (AWS Price List Query API). */
const API_REGION = "us-east-1";

/** What we ask of the Price List. Every failure is a LiveOriginError named `AWS_…`. */
export type PricingClient = {
  /** The price of each usage in a region, or why it is not shown; each asked for once, all at the same time. */
  mediaLivePrices(
    asked: { readonly usages: readonly MediaLiveUsage[]; readonly region: string },
    callOptions: CallOptions,
  ): Promise<readonly ReadPrice[]>;
  close(): void;
};

/** Connects to the Price List's query API; nothing is sent before the first call. */
export function connectPricing(access: AwsAccess, pace: RetryOptions): PricingClient {
  const client = new PriceList(awsOptions({ ...access, region: API_REGION }));
  checkAnswers(client, "pricing");
  return {
    mediaLivePrices: ({ usages, region }, callOptions) => {
      const distinct = new Map(usages.map((usage) => [usageItem(usage), usage]));
      return Promise.all(
        [...distinct.values()].map(async (usage) => {
          const products = await allPages<string>((page) =>
            awsCall(pace, callOptions, {
              service: "pricing",
              operation: "GetProducts",
              profile: access.profile,
              deadlineMs: 2_000,
              send: async () => {
                const command = new GetProductsCommand(buildGetProducts({ usage, region }, page));
                const answer = await client.send(command, { abortSignal: callOptions.signal });
                return {
                  items: answer.PriceList?.map((one: string) => String(one)),
                  next: answer.NextToken,
                };
              },
            }),
          );
          return readPrice(products, { usage, region });
        }),
      );
    },
    close: () => client.destroy(),
  };
}
