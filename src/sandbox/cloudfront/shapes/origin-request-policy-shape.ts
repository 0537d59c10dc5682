import { counted, filled, oneOf, optional, required, structure, text } from "./shape.ts";

/** OriginRequestPolicyConfig of the CloudFront API model. */
export const originRequestPolicyConfigShape = structure({
  Comment: filled(text, ""),
  Name: required(text),
  HeadersConfig: required(
    structure({
      HeaderBehavior: required(
        oneOf("none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"),
      ),
      Headers: optional(counted("Name", text)),
    }),
  ),
  CookiesConfig: required(
    structure({
      CookieBehavior: required(oneOf("none", "whitelist", "all", "allExcept")),
      Cookies: optional(counted("Name", text)),
    }),
  ),
  QueryStringsConfig: required(
    structure({
      QueryStringBehavior: required(oneOf("none", "whitelist", "all", "allExcept")),
      QueryStrings: optional(counted("Name", text)),
    }),
  ),
});
