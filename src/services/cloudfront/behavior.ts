import type { CacheBehavior, DefaultCacheBehavior } from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { CACHING_DISABLED, CACHING_OPTIMIZED, SIMPLE_CORS } from "./managed-policies.ts";
import { cachePolicyId, functionArn } from "./refs.ts";

/** Ties the behaviors to the origin. */
export const ORIGIN_ID = "momento";

/**
 * The listed behaviors, first match wins: the master, the variant playlists, the segments. None has an origin request
 * policy, so the viewer's query string never reaches the origin and everything is read with the player key. Segments need
 * no function: a path that ends in `.ts` cannot be the master.
 */
export function listedBehaviors(context: PlanContext): readonly CacheBehavior[] {
  const { masterPlaylist, playlistCacheSeconds } = context.spec.cdn;
  const guarded = masterPlaylist === "edge";
  return [
    { PathPattern: "playlist.m3u8", ...behavior(context, CACHING_DISABLED, guarded) },
    {
      PathPattern: "playlist_*.m3u8",
      ...behavior(
        context,
        playlistCacheSeconds > 0 ? cachePolicyId(context) : CACHING_DISABLED,
        guarded,
      ),
    },
    { PathPattern: "*.ts", ...behavior(context, CACHING_OPTIMIZED, false) },
  ];
}

/** For everything else: not cached, and in edge mode answered 404 by the function. */
export function defaultBehavior(context: PlanContext): DefaultCacheBehavior {
  return behavior(context, CACHING_DISABLED, context.spec.cdn.masterPlaylist === "edge");
}

function behavior(context: PlanContext, policyId: string, guarded: boolean): DefaultCacheBehavior {
  return {
    TargetOriginId: ORIGIN_ID,
    ViewerProtocolPolicy: "allow-all",
    // Reading only: the custom header would lend its key to whatever else is sent.
    AllowedMethods: {
      Quantity: 2,
      Items: ["GET", "HEAD"],
      CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
    },
    Compress: true,
    SmoothStreaming: false,
    CachePolicyId: policyId,
    ...(context.spec.cdn.cors ? { ResponseHeadersPolicyId: SIMPLE_CORS } : {}),
    LambdaFunctionAssociations: { Quantity: 0 },
    FunctionAssociations: guarded
      ? {
          Quantity: 1,
          Items: [{ EventType: "viewer-request", FunctionARN: functionArn(context) }],
        }
      : { Quantity: 0 },
  };
}
