import {
  boolean,
  counted,
  decimal,
  filled,
  integer,
  list,
  oneOf,
  optional,
  required,
  structure,
  text,
} from "./shape.ts";

const some = <const E extends string>(element: E) =>
  structure({ Quantity: required(integer), Items: required(list(element, text)) });

const methods = structure({
  Quantity: required(integer),
  Items: required(
    list("Method", oneOf("GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "ALL")),
  ),
});

const referrerPolicy = oneOf(
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
);

const cors = structure({
  AccessControlAllowOrigins: required(some("Origin")),
  AccessControlAllowHeaders: required(some("Header")),
  AccessControlAllowMethods: required(methods),
  AccessControlAllowCredentials: required(boolean),
  AccessControlExposeHeaders: optional(counted("Header", text)),
  AccessControlMaxAgeSec: optional(integer),
  OriginOverride: required(boolean),
});

const security = structure({
  XSSProtection: optional(
    structure({
      Override: required(boolean),
      Protection: required(boolean),
      ModeBlock: optional(boolean),
      ReportUri: optional(text),
    }),
  ),
  FrameOptions: optional(
    structure({ Override: required(boolean), FrameOption: required(oneOf("DENY", "SAMEORIGIN")) }),
  ),
  ReferrerPolicy: optional(
    structure({ Override: required(boolean), ReferrerPolicy: required(referrerPolicy) }),
  ),
  ContentSecurityPolicy: optional(
    structure({ Override: required(boolean), ContentSecurityPolicy: required(text) }),
  ),
  ContentTypeOptions: optional(structure({ Override: required(boolean) })),
  StrictTransportSecurity: optional(
    structure({
      Override: required(boolean),
      IncludeSubdomains: optional(boolean),
      Preload: optional(boolean),
      AccessControlMaxAgeSec: required(integer),
    }),
  ),
});

const customHeader = structure({
  Header: required(text),
  Value: required(text),
  Override: required(boolean),
});

/** ResponseHeadersPolicyConfig of the CloudFront API model. */
export const responseHeadersPolicyConfigShape = structure({
  Comment: filled(text, ""),
  Name: required(text),
  CorsConfig: optional(cors),
  SecurityHeadersConfig: optional(security),
  ServerTimingHeadersConfig: optional(
    structure({ Enabled: required(boolean), SamplingRate: optional(decimal) }),
  ),
  CustomHeadersConfig: optional(counted("ResponseHeadersPolicyCustomHeader", customHeader)),
  RemoveHeadersConfig: optional(
    counted("ResponseHeadersPolicyRemoveHeader", structure({ Header: required(text) })),
  ),
});
