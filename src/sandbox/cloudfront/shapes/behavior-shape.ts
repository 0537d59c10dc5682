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

const method = oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE");

const methods = structure({ Quantity: required(integer), Items: required(list("Method", method)) });

const trusted = (element: string) =>
  structure({
    Enabled: required(boolean),
    Quantity: required(integer),
    Items: optional(list(element, text)),
  });

const functionAssociation = structure({
  FunctionARN: required(text),
  EventType: required(
    oneOf("viewer-request", "viewer-response", "origin-request", "origin-response"),
  ),
});

const lambdaAssociation = structure({
  LambdaFunctionARN: required(text),
  EventType: required(
    oneOf("viewer-request", "viewer-response", "origin-request", "origin-response"),
  ),
  IncludeBody: optional(boolean),
});

/** The legacy cache settings of a behavior without a cache policy. */
const forwardedValuesShape = structure({
  QueryString: required(boolean),
  Cookies: required(
    structure({
      Forward: required(oneOf("none", "whitelist", "all")),
      WhitelistedNames: optional(counted("Name", text)),
    }),
  ),
  Headers: filled(counted("Name", text), { Quantity: 0 }),
  QueryStringCacheKeys: filled(counted("Name", text), { Quantity: 0 }),
});

const members = {
  TargetOriginId: required(text),
  TrustedSigners: filled(trusted("AwsAccountNumber"), { Enabled: false, Quantity: 0 }),
  TrustedKeyGroups: filled(trusted("KeyGroup"), { Enabled: false, Quantity: 0 }),
  ViewerProtocolPolicy: required(oneOf("allow-all", "https-only", "redirect-to-https")),
  AllowedMethods: filled(
    structure({
      Quantity: required(integer),
      Items: required(list("Method", method)),
      CachedMethods: filled(methods, { Quantity: 2, Items: ["HEAD", "GET"] }),
    }),
    {
      Quantity: 2,
      Items: ["HEAD", "GET"],
      CachedMethods: { Quantity: 2, Items: ["HEAD", "GET"] },
    },
  ),
  SmoothStreaming: filled(boolean, false),
  Compress: filled(boolean, false),
  LambdaFunctionAssociations: filled(counted("LambdaFunctionAssociation", lambdaAssociation), {
    Quantity: 0,
  }),
  FunctionAssociations: filled(counted("FunctionAssociation", functionAssociation), {
    Quantity: 0,
  }),
  FieldLevelEncryptionId: filled(text, ""),
  RealtimeLogConfigArn: optional(text),
  CachePolicyId: optional(text),
  OriginRequestPolicyId: optional(text),
  ResponseHeadersPolicyId: optional(text),
  GrpcConfig: filled(structure({ Enabled: required(boolean) }), { Enabled: false }),
  ForwardedValues: optional(forwardedValuesShape),
  MinTTL: optional(integer),
  DefaultTTL: optional(integer),
  MaxTTL: optional(integer),
} as const;

/** The behavior of what no pattern matches. */
export const defaultBehaviorShape = structure(members);

/** A behavior with its path pattern. */
export const behaviorShape = structure({ PathPattern: required(text), ...members });
