import type { CustomOriginConfig, Origin } from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Secret, Sealed } from "../../config/secret.ts";
import { cacheName } from "../momento/cache-name.ts";
import { ORIGIN_ID } from "./behavior.ts";

/** Longest value of an origin custom header (CloudFront developer guide, quotas on headers). */
const MAX_HEADER_VALUE = 1_783;

/**
 * The Momento cache as an origin: REST host, path `/cache/<name>`, and the player key in a header that CloudFront adds to
 * every request, over whatever the viewer sent. Throws PLAYER_KEY_TOO_LONG.
 */
export function buildOrigin(context: PlanContext): Sealed<Origin> {
  const { playerKey } = context.secrets;
  checkLength(playerKey);
  const endpoint = new URL(context.momentoRestUrl);
  return {
    Id: ORIGIN_ID,
    DomainName: endpoint.hostname,
    OriginPath: `/cache/${cacheName(context)}`,
    CustomHeaders: {
      Quantity: 1,
      Items: [{ HeaderName: "Authorization", HeaderValue: playerKey }],
    },
    CustomOriginConfig: connection(endpoint),
    // The rest are CloudFront's own defaults (CloudFront API reference, Origin).
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
  };
}

function connection(endpoint: URL): CustomOriginConfig {
  const secure = endpoint.protocol === "https:";
  const port = endpoint.port === "" ? undefined : Number(endpoint.port);
  return {
    HTTPPort: secure ? 80 : (port ?? 80),
    HTTPSPort: secure ? (port ?? 443) : 443,
    OriginProtocolPolicy: secure ? "https-only" : "http-only",
    OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
    OriginReadTimeout: 30,
    OriginKeepaliveTimeout: 5,
  };
}

function checkLength(key: Secret): void {
  const length = key.isKnown ? key.reveal().length : 0;
  if (length <= MAX_HEADER_VALUE) return;
  throw new LiveOriginError({
    code: "PLAYER_KEY_TOO_LONG",
    message: `The player key has ${length} characters; CloudFront sends an origin at most ${MAX_HEADER_VALUE} in one header.`,
    hint: "Import a shorter read-only key with --player-key-file.",
    resource: "playerKey",
  });
}
