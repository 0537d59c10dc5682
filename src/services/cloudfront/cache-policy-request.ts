import type { CreateCachePolicyRequest } from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { cachePolicyName, stackComment } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** Variant playlists kept for at most `playlistCacheSeconds`; nothing of the viewer in the key. */
export function buildCachePolicy(context: PlanContext): CreateCachePolicyRequest {
  const seconds = context.spec.cdn.playlistCacheSeconds;
  return {
    CachePolicyConfig: {
      Name: cachePolicyName(stackIdentity(context)),
      Comment: stackComment(stackIdentity(context)),
      MinTTL: 0,
      DefaultTTL: seconds,
      MaxTTL: seconds,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: true,
        HeadersConfig: { HeaderBehavior: "none" },
        CookiesConfig: { CookieBehavior: "none" },
        QueryStringsConfig: { QueryStringBehavior: "none" },
      },
    },
  };
}
