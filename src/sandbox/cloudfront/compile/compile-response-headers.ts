import type { CorsRules, ResponseHeaderRules } from "../../edge/edge-config.ts";
import type { ResponseHeadersPolicyConfig } from "../managed/managed-response-headers-policies.ts";

type Cors = NonNullable<ResponseHeadersPolicyConfig["CorsConfig"]>;
type Security = NonNullable<ResponseHeadersPolicyConfig["SecurityHeadersConfig"]>;
type Header = ResponseHeaderRules["headers"][number];

/** A response headers policy as the edge uses it. */
export function compileResponseHeaders(policy: ResponseHeadersPolicyConfig): ResponseHeaderRules {
  const custom = (policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header,
    value: Value,
    override: Override,
  }));
  return {
    cors: policy.CorsConfig === undefined ? undefined : compileCors(policy.CorsConfig),
    headers: [...securityHeaders(policy.SecurityHeadersConfig ?? {}), ...custom],
    remove: new Set(
      (policy.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase()),
    ),
  };
}

function compileCors(cors: Cors): CorsRules {
  const methods: readonly string[] = cors.AccessControlAllowMethods.Items;
  return {
    allowOrigins: cors.AccessControlAllowOrigins.Items,
    allowHeaders: cors.AccessControlAllowHeaders.Items,
    allowMethods: methods.includes("ALL")
      ? ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      : methods,
    exposeHeaders: cors.AccessControlExposeHeaders?.Items ?? [],
    allowCredentials: cors.AccessControlAllowCredentials,
    maxAgeSeconds: cors.AccessControlMaxAgeSec,
    override: cors.OriginOverride,
  };
}

function securityHeaders(security: Security): readonly Header[] {
  const { XSSProtection: xss, StrictTransportSecurity: hsts } = security;
  const given: readonly (readonly [string, string, boolean] | undefined)[] = [
    security.ContentTypeOptions && [
      "X-Content-Type-Options",
      "nosniff",
      security.ContentTypeOptions.Override,
    ],
    security.FrameOptions && [
      "X-Frame-Options",
      security.FrameOptions.FrameOption,
      security.FrameOptions.Override,
    ],
    security.ReferrerPolicy && [
      "Referrer-Policy",
      security.ReferrerPolicy.ReferrerPolicy,
      security.ReferrerPolicy.Override,
    ],
    security.ContentSecurityPolicy && [
      "Content-Security-Policy",
      security.ContentSecurityPolicy.ContentSecurityPolicy,
      security.ContentSecurityPolicy.Override,
    ],
    hsts && [
      "Strict-Transport-Security",
      [
        `max-age=${hsts.AccessControlMaxAgeSec}`,
        ...(hsts.IncludeSubdomains === true ? ["includeSubDomains"] : []),
        ...(hsts.Preload === true ? ["preload"] : []),
      ].join("; "),
      hsts.Override,
    ],
    xss && [
      "X-XSS-Protection",
      [
        xss.Protection ? "1" : "0",
        ...(xss.ModeBlock === true ? ["mode=block"] : []),
        ...(xss.ReportUri === undefined ? [] : [`report=${xss.ReportUri}`]),
      ].join("; "),
      xss.Override,
    ],
  ];
  return given.flatMap((one) =>
    one === undefined ? [] : [{ name: one[0], value: one[1], override: one[2] }],
  );
}
