import type { originRequestPolicyConfigShape } from "../shapes/origin-request-policy-shape.ts";
import type { Decoded } from "../shapes/shape.ts";

export type OriginRequestPolicyConfig = Decoded<typeof originRequestPolicyConfigShape>;
type HeadersConfig = OriginRequestPolicyConfig["HeadersConfig"];

const CLOUDFRONT_HEADERS_2022_06 = [
  "Forwarded-Proto",
  "Is-Android-Viewer",
  "Is-Desktop-Viewer",
  "Is-IOS-Viewer",
  "Is-Mobile-Viewer",
  "Is-SmartTV-Viewer",
  "Is-Tablet-Viewer",
  "Viewer-Address",
  "Viewer-ASN",
  "Viewer-City",
  "Viewer-Country",
  "Viewer-Country-Name",
  "Viewer-Country-Region",
  "Viewer-Country-Region-Name",
  "Viewer-Http-Version",
  "Viewer-Latitude",
  "Viewer-Longitude",
  "Viewer-Metro-Code",
  "Viewer-Postal-Code",
  "Viewer-Time-Zone",
  "Viewer-TLS",
].map((name) => `CloudFront-${name}`);

function headers(
  HeaderBehavior: HeadersConfig["HeaderBehavior"],
  ...Items: readonly string[]
): HeadersConfig {
  return { HeaderBehavior, Headers: { Quantity: Items.length, Items } };
}

function policy({
  Name,
  HeadersConfig,
  cookies,
  queryStrings,
}: {
  readonly Name: string;
  readonly HeadersConfig: HeadersConfig;
  readonly cookies: "none" | "all";
  readonly queryStrings: "none" | "all";
}): OriginRequestPolicyConfig {
  return {
    Comment: "",
    Name: `Managed-${Name}`,
    HeadersConfig,
    CookiesConfig: { CookieBehavior: cookies },
    QueryStringsConfig: { QueryStringBehavior: queryStrings },
  };
}

const CORS = ["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"];

/** CloudFront developer guide, "Using the managed origin request policies": ids and settings. */
export const managedOriginRequestPolicies: Readonly<Record<string, OriginRequestPolicyConfig>> = {
  "216adef6-5c7f-47e4-b989-5492eafa07d3": policy({
    Name: "AllViewer",
    HeadersConfig: { HeaderBehavior: "allViewer" },
    cookies: "all",
    queryStrings: "all",
  }),
  "b689b0a8-53d0-40ab-baf2-68738e2966ac": policy({
    Name: "AllViewerExceptHostHeader",
    HeadersConfig: headers("allExcept", "host"),
    cookies: "all",
    queryStrings: "all",
  }),
  "33f36d7e-f396-46d9-90e0-52428a34d9dc": policy({
    Name: "AllViewerAndCloudFrontHeaders-2022-06",
    HeadersConfig: headers("allViewerAndWhitelistCloudFront", ...CLOUDFRONT_HEADERS_2022_06),
    cookies: "all",
    queryStrings: "all",
  }),
  "59781a5b-3903-41f3-afcb-af62929ccde1": policy({
    Name: "CORS-CustomOrigin",
    HeadersConfig: headers("whitelist", "Origin"),
    cookies: "none",
    queryStrings: "none",
  }),
  "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": policy({
    Name: "CORS-S3Origin",
    HeadersConfig: headers("whitelist", ...CORS),
    cookies: "none",
    queryStrings: "none",
  }),
  "acba4595-bd28-49b8-b9fe-13317c0390fa": policy({
    Name: "UserAgentRefererHeaders",
    HeadersConfig: headers("whitelist", "User-Agent", "Referer"),
    cookies: "none",
    queryStrings: "none",
  }),
  "775133bc-15f2-49f9-abea-afb2e0bf67d2": policy({
    Name: "Elemental-MediaTailor-PersonalizedManifests",
    HeadersConfig: headers("whitelist", ...CORS, "User-Agent", "X-Forwarded-For"),
    cookies: "none",
    queryStrings: "all",
  }),
};
