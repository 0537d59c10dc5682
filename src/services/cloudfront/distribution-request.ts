import type {
  CreateDistributionWithTagsRequest,
  DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackComment } from "../../config/names.ts";
import type { Sealed } from "../../config/secret.ts";
import { stackIdentity } from "../stack-identity.ts";
import { defaultBehavior, listedBehaviors } from "./behavior.ts";
import { buildOrigin } from "./origin.ts";
import { tagItems } from "./tag-items.ts";

/** What CloudFront caches of its own accord; its default of 10 s would hide a segment that came a moment late. */
const CACHED_ERRORS = [404, 500, 502, 503, 504];

/** The whole distribution. Throws PLAYER_KEY_TOO_LONG. `callerReference` is the idempotency token. */
export function buildDistribution(
  context: PlanContext,
  callerReference: string,
): Sealed<CreateDistributionWithTagsRequest> {
  return {
    DistributionConfigWithTags: {
      DistributionConfig: distributionConfig(context, callerReference),
      Tags: tagItems(context),
    },
  };
}

/** The configuration alone, as create and update send it. Throws PLAYER_KEY_TOO_LONG. */
export function distributionConfig(
  context: PlanContext,
  callerReference: string,
): Sealed<DistributionConfig> {
  const behaviors = listedBehaviors(context);
  return {
    CallerReference: callerReference,
    Comment: stackComment(stackIdentity(context)),
    Enabled: true,
    Origins: { Quantity: 1, Items: [buildOrigin(context)] },
    CacheBehaviors: { Quantity: behaviors.length, Items: behaviors },
    DefaultCacheBehavior: defaultBehavior(context),
    CustomErrorResponses: {
      Quantity: CACHED_ERRORS.length,
      Items: CACHED_ERRORS.map((status) => ({ ErrorCode: status, ErrorCachingMinTTL: 1 })),
    },
    PriceClass: "PriceClass_All",
    HttpVersion: "http2and3",
    IsIPV6Enabled: true,
  };
}
