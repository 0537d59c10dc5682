import { behaviorShape, defaultBehaviorShape } from "./behavior-shape.ts";
import { originGroupShape, originsShape } from "./origin-shape.ts";
import {
  boolean,
  counted,
  type Decoded,
  filled,
  integer,
  list,
  oneOf,
  optional,
  required,
  structure,
  text,
  time,
} from "./shape.ts";
import { tagsShape } from "./tag-shape.ts";

const customErrorResponse = structure({
  ErrorCode: required(integer),
  ResponsePagePath: filled(text, ""),
  ResponseCode: filled(text, ""),
  ErrorCachingMinTTL: filled(integer, 10),
});

const viewerCertificate = structure({
  CloudFrontDefaultCertificate: optional(boolean),
  IAMCertificateId: optional(text),
  ACMCertificateArn: optional(text),
  SSLSupportMethod: filled(oneOf("sni-only", "vip", "static-ip"), "vip"),
  MinimumProtocolVersion: filled(
    oneOf(
      "SSLv3",
      "TLSv1",
      "TLSv1_2016",
      "TLSv1.1_2016",
      "TLSv1.2_2018",
      "TLSv1.2_2019",
      "TLSv1.2_2021",
      "TLSv1.3_2025",
      "TLSv1.2_2025",
    ),
    "TLSv1",
  ),
  CertificateSource: filled(oneOf("cloudfront", "iam", "acm"), "cloudfront"),
});

const restrictions = structure({
  GeoRestriction: required(
    structure({
      RestrictionType: required(oneOf("blacklist", "whitelist", "none")),
      Quantity: required(integer),
      Items: optional(list("Location", text)),
    }),
  ),
});

const logging = structure({
  Enabled: filled(boolean, false),
  IncludeCookies: filled(boolean, false),
  Bucket: filled(text, ""),
  Prefix: filled(text, ""),
});

const shared = {
  Aliases: filled(counted("CNAME", text), { Quantity: 0 }),
  Origins: required(originsShape),
  OriginGroups: filled(counted("OriginGroup", originGroupShape), { Quantity: 0 }),
  DefaultCacheBehavior: required(defaultBehaviorShape),
  CacheBehaviors: filled(counted("CacheBehavior", behaviorShape), { Quantity: 0 }),
  CustomErrorResponses: filled(counted("CustomErrorResponse", customErrorResponse), {
    Quantity: 0,
  }),
  Comment: required(text),
  PriceClass: filled(
    oneOf("PriceClass_100", "PriceClass_200", "PriceClass_All", "None"),
    "PriceClass_All",
  ),
  Enabled: required(boolean),
  ViewerCertificate: filled(viewerCertificate, {
    CloudFrontDefaultCertificate: true,
    SSLSupportMethod: "vip",
    MinimumProtocolVersion: "TLSv1",
    CertificateSource: "cloudfront",
  }),
  Restrictions: filled(restrictions, { GeoRestriction: { RestrictionType: "none", Quantity: 0 } }),
  WebACLId: filled(text, ""),
  HttpVersion: filled(oneOf("http1.1", "http2", "http3", "http2and3"), "http2"),
  IsIPV6Enabled: filled(boolean, false),
  Staging: filled(boolean, false),
} as const;

/** DistributionConfig of the CloudFront API model, with the defaults that GetDistributionConfig shows. */
export const distributionConfigShape = structure({
  CallerReference: required(text),
  DefaultRootObject: filled(text, ""),
  ...shared,
  Logging: filled(logging, { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" }),
  ContinuousDeploymentPolicyId: filled(text, ""),
});

export type DistributionConfig = Decoded<typeof distributionConfigShape>;
export type BehaviorConfig = Decoded<typeof defaultBehaviorShape>;
export type OriginConfig = DistributionConfig["Origins"]["Items"][number];

/** The body of CreateDistributionWithTags. */
export const configWithTagsShape = structure({
  DistributionConfig: required(distributionConfigShape),
  Tags: required(tagsShape),
});

const active = structure({ Enabled: required(boolean), Quantity: required(integer) });

/** The body that GetDistribution answers. */
export const distributionShape = structure({
  Id: required(text),
  ARN: required(text),
  Status: required(text),
  LastModifiedTime: required(time),
  InProgressInvalidationBatches: required(integer),
  DomainName: required(text),
  ActiveTrustedSigners: required(active),
  ActiveTrustedKeyGroups: required(active),
  DistributionConfig: required(distributionConfigShape),
});

const summary = structure({
  Id: required(text),
  ARN: required(text),
  ETag: required(text),
  Status: required(text),
  LastModifiedTime: required(time),
  DomainName: required(text),
  ...shared,
});

/** The body that ListDistributions answers. */
export const distributionListShape = structure({
  Marker: required(text),
  NextMarker: optional(text),
  MaxItems: required(integer),
  IsTruncated: required(boolean),
  Quantity: required(integer),
  Items: optional(list("DistributionSummary", summary)),
});
