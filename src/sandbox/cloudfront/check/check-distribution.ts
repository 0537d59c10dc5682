import { checkBehaviors, type References } from "./check-behaviors.ts";
import { checkOrigins } from "./check-origins.ts";
import type { DistributionConfig } from "../shapes/distribution-shape.ts";
import { refusal } from "../refusal.ts";

/** Longest Comment of a distribution, in characters (CloudFront API reference, DistributionConfig). */
const MAX_COMMENT_LENGTH = 128;

/** CloudFront developer guide, "HTTP error code" and "Response code" of custom error pages. */
const ERROR_CODES: ReadonlySet<number> = new Set([
  400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504,
]);
const RESPONSE_CODES: ReadonlySet<string> = new Set(["200", ...[...ERROR_CODES].map(String)]);

/**
 * Throws what CloudFront answers to a configuration that is well-formed but not acceptable: InvalidArgument,
 * NoSuchOrigin, NoSuchCachePolicy, TooManyCacheBehaviors and so on.
 */
export function checkDistribution(config: DistributionConfig, references: References): void {
  if (config.CallerReference === "")
    throw refusal("InvalidArgument", "The parameter CallerReference must not be empty.");
  if (config.Comment.length > MAX_COMMENT_LENGTH)
    throw refusal(
      "InvalidArgument",
      `The parameter Comment is too long: ${config.Comment.length} characters, the limit is ${MAX_COMMENT_LENGTH}.`,
    );
  if (config.DefaultRootObject.startsWith("/") || config.DefaultRootObject.length > 255)
    throw refusal(
      "InvalidDefaultRootObject",
      "The default root object file name is too big or contains an invalid character.",
    );
  if (
    (config.Aliases.Items ?? []).length > 0 &&
    config.ViewerCertificate.CertificateSource === "cloudfront"
  )
    throw refusal(
      "InvalidViewerCertificate",
      "To add an alternate domain name (CNAME), you must attach a trusted certificate that covers it.",
    );
  checkOrigins(config);
  checkBehaviors(config, references);
  checkErrorResponses(config);
}

function checkErrorResponses(config: DistributionConfig): void {
  const rules = config.CustomErrorResponses.Items ?? [];
  const codes = rules.map(({ ErrorCode }) => ErrorCode);
  if (new Set(codes).size < codes.length)
    throw refusal("InvalidArgument", "The parameter ErrorCode contains a duplicate.");
  for (const rule of rules) {
    if (!ERROR_CODES.has(rule.ErrorCode))
      throw refusal("InvalidErrorCode", `An invalid error code was specified: ${rule.ErrorCode}`);
    if ((rule.ResponsePagePath === "") !== (rule.ResponseCode === ""))
      throw refusal(
        "InvalidArgument",
        "The parameters ResponsePagePath and ResponseCode must be given both or neither.",
      );
    if (rule.ResponseCode !== "" && !RESPONSE_CODES.has(rule.ResponseCode))
      throw refusal("InvalidResponseCode", `A response code is not valid: ${rule.ResponseCode}`);
    if (rule.ErrorCachingMinTTL < 0)
      throw refusal("InvalidArgument", "The parameter ErrorCachingMinTTL must not be negative.");
  }
}
