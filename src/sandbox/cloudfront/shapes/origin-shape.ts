import {
  boolean,
  counted,
  filled,
  integer,
  list,
  oneOf,
  optional,
  required,
  structure,
  text,
} from "./shape.ts";

const originCustomHeader = structure({ HeaderName: required(text), HeaderValue: required(text) });

const sslProtocols = structure({
  Quantity: required(integer),
  Items: required(list("SslProtocol", oneOf("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"))),
});

const customOriginConfig = structure({
  HTTPPort: required(integer),
  HTTPSPort: required(integer),
  OriginProtocolPolicy: required(oneOf("http-only", "match-viewer", "https-only")),
  OriginSslProtocols: filled(sslProtocols, { Quantity: 2, Items: ["SSLv3", "TLSv1"] }),
  OriginReadTimeout: filled(integer, 30),
  OriginKeepaliveTimeout: filled(integer, 5),
  IpAddressType: optional(oneOf("ipv4", "ipv6", "dualstack")),
});

/** An origin with the defaults of the CloudFront API: 3 attempts, 10 s to connect, 30 s to answer, 5 s keep-alive. */
const originShape = structure({
  Id: required(text),
  DomainName: required(text),
  OriginPath: filled(text, ""),
  CustomHeaders: filled(counted("OriginCustomHeader", originCustomHeader), { Quantity: 0 }),
  S3OriginConfig: optional(
    structure({ OriginAccessIdentity: required(text), OriginReadTimeout: optional(integer) }),
  ),
  CustomOriginConfig: optional(customOriginConfig),
  VpcOriginConfig: optional(
    structure({
      VpcOriginId: required(text),
      OwnerAccountId: optional(text),
      OriginReadTimeout: optional(integer),
      OriginKeepaliveTimeout: optional(integer),
    }),
  ),
  ConnectionAttempts: filled(integer, 3),
  ConnectionTimeout: filled(integer, 10),
  ResponseCompletionTimeout: optional(integer),
  OriginShield: filled(
    structure({ Enabled: required(boolean), OriginShieldRegion: optional(text) }),
    { Enabled: false },
  ),
  OriginAccessControlId: filled(text, ""),
});

/** All origins of a distribution; at least one. */
export const originsShape = structure({
  Quantity: required(integer),
  Items: required(list("Origin", originShape)),
});

const statusCodes = structure({
  Quantity: required(integer),
  Items: required(list("StatusCode", integer)),
});

/** Two origins, the second of which is asked when the first fails. */
export const originGroupShape = structure({
  Id: required(text),
  FailoverCriteria: required(structure({ StatusCodes: required(statusCodes) })),
  Members: required(
    structure({
      Quantity: required(integer),
      Items: required(list("OriginGroupMember", structure({ OriginId: required(text) }))),
    }),
  ),
  SelectionCriteria: optional(oneOf("default", "media-quality-based")),
});
