import type { GetProductsCommandInput } from "@aws-sdk/client-pricing";
import type { MediaLiveUsage } from "../../config/medialive-usage.ts";

/**
 * The end of a usage type, after its digit and region: `OUT-AVC-HD-L10-30-S` (public readings of MediaLive's price list). The
 * region's code is not looked up: the filter on the region does that.
 */
export function usageTypeEnd(usage: MediaLiveUsage): string {
  const common = `${usage.direction}-AVC-${usage.resolution}-L${usage.mbps}`;
  return usage.direction === "IN" ? common : `${common}-${usage.fps}-S`;
}

/** GetProducts for one usage of MediaLive in one region; `page` is where an earlier answer left off. */
export function buildGetProducts(
  { usage, region }: { readonly usage: MediaLiveUsage; readonly region: string },
  page?: string,
): GetProductsCommandInput {
  return {
    ServiceCode: "AWSElementalMediaLive",
    FormatVersion: "aws_v1",
    Filters: [
      { Type: "TERM_MATCH", Field: "regionCode", Value: region },
      { Type: "CONTAINS", Field: "usagetype", Value: usageTypeEnd(usage) },
    ],
    MaxResults: 100,
    ...(page === undefined ? {} : { NextToken: page }),
  };
}
