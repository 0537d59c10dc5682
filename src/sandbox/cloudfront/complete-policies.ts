import type { CachePolicyConfig } from "./managed/managed-cache-policies.ts";
import type { OriginRequestPolicyConfig } from "./managed/managed-origin-request-policies.ts";
import type { ResponseHeadersPolicyConfig } from "./managed/managed-response-headers-policies.ts";
import { refusal, wordsOf } from "./refusal.ts";
import { ttlsOf } from "./ttl-defaults.ts";

const MAX_TEXT_LENGTH = 128;
/** Headers, cookies and query strings in one policy (CloudFront quotas). */
const MAX_NAMES = 10;

type NameList = { readonly Quantity: number } | undefined;

/** Fills in the TTLs; throws for a cache policy that the service does not accept. */
export function completeCachePolicy(config: CachePolicyConfig): CachePolicyConfig {
  checkNaming(config);
  const { ParametersInCacheKeyAndForwardedToOrigin: parameters } = config;
  const { MinTTL, DefaultTTL, MaxTTL } = ttlsOf(config);
  if (MinTTL < 0 || MinTTL > DefaultTTL || DefaultTTL > MaxTTL)
    throw refusal(
      "InvalidArgument",
      "The TTLs must not be negative and must be in the order MinTTL, DefaultTTL, MaxTTL.",
    );
  const {
    HeadersConfig: headers,
    CookiesConfig: cookies,
    QueryStringsConfig: strings,
  } = parameters;
  checkNames(headers.HeaderBehavior, headers.Headers, "TooManyHeadersInCachePolicy");
  checkNames(cookies.CookieBehavior, cookies.Cookies, "TooManyCookiesInCachePolicy");
  checkNames(strings.QueryStringBehavior, strings.QueryStrings, "TooManyQueryStringsInCachePolicy");
  if (MaxTTL === 0) {
    const given = [
      ["EnableAcceptEncodingGzip", parameters.EnableAcceptEncodingGzip],
      ["EnableAcceptEncodingBrotli", parameters.EnableAcceptEncodingBrotli],
      ["HeaderBehavior", headers.HeaderBehavior !== "none"],
      ["CookieBehavior", cookies.CookieBehavior !== "none"],
      ["QueryStringBehavior", strings.QueryStringBehavior !== "none"],
    ] as const;
    const wrong = given.find(([, on]) => on);
    if (wrong !== undefined)
      throw refusal(
        "InvalidArgument",
        `The parameter ${wrong[0]} is invalid for policy with caching disabled.`,
      );
  }
  return { ...config, DefaultTTL, MaxTTL };
}

/** Throws for an origin request policy that the service does not accept. */
export function completeOriginRequestPolicy(
  config: OriginRequestPolicyConfig,
): OriginRequestPolicyConfig {
  checkNaming(config);
  const { HeadersConfig: headers, CookiesConfig: cookies, QueryStringsConfig: strings } = config;
  if (headers.HeaderBehavior !== "allViewer")
    checkNames(headers.HeaderBehavior, headers.Headers, "TooManyHeadersInOriginRequestPolicy");
  checkNames(cookies.CookieBehavior, cookies.Cookies, "TooManyCookiesInOriginRequestPolicy");
  checkNames(
    strings.QueryStringBehavior,
    strings.QueryStrings,
    "TooManyQueryStringsInOriginRequestPolicy",
  );
  return config;
}

/** Throws for a response headers policy that the service does not accept. */
export function completeResponseHeadersPolicy(
  config: ResponseHeadersPolicyConfig,
): ResponseHeadersPolicyConfig {
  checkNaming(config);
  const protection = config.SecurityHeadersConfig?.XSSProtection;
  if (protection?.ModeBlock === true && protection.ReportUri !== undefined)
    throw refusal("InvalidArgument", "ModeBlock and ReportUri cannot be used together.");
  if ((config.CustomHeadersConfig?.Quantity ?? 0) > MAX_NAMES)
    throw refusal(
      "TooManyCustomHeadersInResponseHeadersPolicy",
      "The number of custom headers in the response headers policy exceeds the maximum.",
    );
  if ((config.RemoveHeadersConfig?.Quantity ?? 0) > MAX_NAMES)
    throw refusal(
      "TooManyRemoveHeadersInResponseHeadersPolicy",
      "The number of headers in RemoveHeadersConfig in the response headers policy exceeds the maximum.",
    );
  return config;
}

function checkNaming({ Name, Comment }: { readonly Name: string; readonly Comment: string }): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(Name))
    throw refusal(
      "InvalidArgument",
      "The parameter Name must have 1 to 128 letters, digits, hyphens and underscores.",
    );
  if (Comment.length > MAX_TEXT_LENGTH)
    throw refusal(
      "InvalidArgument",
      `The parameter Comment is longer than ${MAX_TEXT_LENGTH} characters.`,
    );
}

function checkNames(behavior: string, names: NameList, tooMany: string): void {
  const count = names?.Quantity ?? 0;
  const wanted = behavior === "none" || behavior === "all" || behavior === "allViewer" ? 0 : 1;
  if (wanted === 0 ? count > 0 : count === 0)
    throw refusal("InvalidArgument", `The names do not fit the behavior ${behavior}.`);
  // The managed policy with all CloudFront headers has more names than an account's own may have.
  if (count > MAX_NAMES) throw refusal(tooMany, tooManyText(tooMany));
}

/** `TooManyQueryStringsInCachePolicy` in words (CloudFront API model). */
function tooManyText(code: string): string {
  return wordsOf(code).replace(
    /^too many (.*) in (.*)$/,
    "The number of $1 in the $2 exceeds the maximum.",
  );
}
