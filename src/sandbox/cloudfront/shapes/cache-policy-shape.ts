import {
  boolean,
  counted,
  filled,
  integer,
  oneOf,
  optional,
  required,
  structure,
  text,
} from "./shape.ts";

const parameters = structure({
  EnableAcceptEncodingGzip: required(boolean),
  EnableAcceptEncodingBrotli: filled(boolean, false),
  HeadersConfig: required(
    structure({
      HeaderBehavior: required(oneOf("none", "whitelist")),
      Headers: optional(counted("Name", text)),
    }),
  ),
  CookiesConfig: required(
    structure({
      CookieBehavior: required(oneOf("none", "whitelist", "allExcept", "all")),
      Cookies: optional(counted("Name", text)),
    }),
  ),
  QueryStringsConfig: required(
    structure({
      QueryStringBehavior: required(oneOf("none", "whitelist", "allExcept", "all")),
      QueryStrings: optional(counted("Name", text)),
    }),
  ),
});

/** CachePolicyConfig of the CloudFront API model. DefaultTTL and MaxTTL depend on each other: see completeCachePolicy. */
export const cachePolicyConfigShape = structure({
  Comment: filled(text, ""),
  Name: required(text),
  DefaultTTL: optional(integer),
  MaxTTL: optional(integer),
  MinTTL: required(integer),
  ParametersInCacheKeyAndForwardedToOrigin: filled(parameters, {
    EnableAcceptEncodingGzip: false,
    EnableAcceptEncodingBrotli: false,
    HeadersConfig: { HeaderBehavior: "none" },
    CookiesConfig: { CookieBehavior: "none" },
    QueryStringsConfig: { QueryStringBehavior: "none" },
  }),
});
