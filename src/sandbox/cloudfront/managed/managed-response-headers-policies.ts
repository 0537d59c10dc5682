import type { responseHeadersPolicyConfigShape } from "../shapes/response-headers-policy-shape.ts";
import type { Decoded } from "../shapes/shape.ts";

export type ResponseHeadersPolicyConfig = Decoded<typeof responseHeadersPolicyConfigShape>;
type Cors = NonNullable<ResponseHeadersPolicyConfig["CorsConfig"]>;
type Security = NonNullable<ResponseHeadersPolicyConfig["SecurityHeadersConfig"]>;

const some = <const T extends string>(...Items: readonly T[]) => ({
  Quantity: Items.length,
  Items,
});

/** Any origin; the origin's own header wins. */
const simpleCors: Cors = {
  AccessControlAllowOrigins: some("*"),
  AccessControlAllowHeaders: some("*"),
  AccessControlAllowMethods: some("GET", "HEAD"),
  AccessControlAllowCredentials: false,
  OriginOverride: false,
};

const preflightCors: Cors = {
  ...simpleCors,
  AccessControlAllowMethods: some("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"),
  AccessControlExposeHeaders: some("*"),
};

const security: Security = {
  ReferrerPolicy: { Override: false, ReferrerPolicy: "strict-origin-when-cross-origin" },
  StrictTransportSecurity: { Override: false, AccessControlMaxAgeSec: 31_536_000 },
  ContentTypeOptions: { Override: true },
  FrameOptions: { Override: false, FrameOption: "SAMEORIGIN" },
  XSSProtection: { Override: false, Protection: true, ModeBlock: true },
};

function policy(
  Name: string,
  CorsConfig: Cors | undefined,
  SecurityHeadersConfig: Security | undefined,
): ResponseHeadersPolicyConfig {
  return { Comment: "", Name: `Managed-${Name}`, CorsConfig, SecurityHeadersConfig };
}

/** CloudFront developer guide, "Using the managed response headers policies": ids and settings. */
export const managedResponseHeadersPolicies: Readonly<Record<string, ResponseHeadersPolicyConfig>> =
  {
    "60669652-455b-4ae9-85a4-c4c02393f86c": policy("SimpleCORS", simpleCors, undefined),
    "5cc3b908-e619-4b99-88e5-2cf7f45965bd": policy("CORS-With-Preflight", preflightCors, undefined),
    "67f7725c-6f97-4210-82d7-5512b31e9d03": policy("SecurityHeadersPolicy", undefined, security),
    "e61eb60c-9c35-4d20-a928-2b84e02af89c": policy(
      "CORS-and-SecurityHeadersPolicy",
      simpleCors,
      security,
    ),
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63": policy(
      "CORS-with-preflight-and-SecurityHeadersPolicy",
      preflightCors,
      security,
    ),
  };
