import {
  CreateDistributionCommand,
  type CustomErrorResponse,
  type DefaultCacheBehavior,
  type DistributionConfig,
  type Origin as OriginMember,
} from "@aws-sdk/client-cloudfront";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Bed,
  CACHING_DISABLED,
  distributionConfig,
  errorName,
  get,
  startBed,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const base = distributionConfig(8080);
const behavior: DefaultCacheBehavior = {
  TargetOriginId: "origin",
  ViewerProtocolPolicy: "allow-all",
  CachePolicyId: CACHING_DISABLED,
};
const [baseOrigin] = base.Origins?.Items ?? [];
const origin = (changes: Partial<OriginMember>): Partial<DistributionConfig> => ({
  Origins: { Quantity: 1, Items: [{ ...(baseOrigin as OriginMember), ...changes }] },
});
const custom = (changes: object): Partial<DistributionConfig> =>
  origin({
    CustomOriginConfig: {
      HTTPPort: 8080,
      HTTPSPort: 443,
      OriginProtocolPolicy: "http-only",
      ...changes,
    },
  });
const headers = (...Items: readonly (readonly [string, string])[]): Partial<DistributionConfig> =>
  origin({
    CustomHeaders: {
      Quantity: Items.length,
      Items: Items.map(([HeaderName, HeaderValue]) => ({ HeaderName, HeaderValue })),
    },
  });
const inBehavior = (changes: Partial<DefaultCacheBehavior>): Partial<DistributionConfig> => ({
  DefaultCacheBehavior: { ...behavior, ...changes },
});
const patterns = (...Items: readonly string[]): Partial<DistributionConfig> => ({
  CacheBehaviors: {
    Quantity: Items.length,
    Items: Items.map((PathPattern) => ({ ...behavior, PathPattern })),
  },
});
const errors = (rule: CustomErrorResponse): Partial<DistributionConfig> => ({
  CustomErrorResponses: { Quantity: 1, Items: [rule] },
});
const arn = "arn:aws:cloudfront::123456789012:function/none";

const refusals: readonly (readonly [string, string, Partial<DistributionConfig>])[] = [
  [
    "a Quantity that is not the number of items",
    "InconsistentQuantities",
    { Aliases: { Quantity: 1, Items: [] } },
  ],
  ["a comment of 129 characters", "InvalidArgument", { Comment: "c".repeat(129) }],
  ["a word that is none of the set", "MalformedXML", { PriceClass: "PriceClass_7" as never }],
  ["a missing member", "MalformedXML", { Enabled: undefined }],
  ["an empty caller reference", "InvalidArgument", { CallerReference: "" }],
  [
    "a default root object with a slash",
    "InvalidDefaultRootObject",
    { DefaultRootObject: "/index.html" },
  ],
  [
    "an alias without a certificate",
    "InvalidViewerCertificate",
    { Aliases: { Quantity: 1, Items: ["a.example"] } },
  ],
  ["an origin with a scheme", "InvalidArgument", origin({ DomainName: "http://127.0.0.1" })],
  ["an origin path without a slash", "InvalidArgument", origin({ OriginPath: "cache" })],
  ["an origin path with a slash at its end", "InvalidArgument", origin({ OriginPath: "/cache/" })],
  ["an origin of no kind", "InvalidOrigin", origin({ CustomOriginConfig: undefined })],
  ["four connection attempts", "InvalidArgument", origin({ ConnectionAttempts: 4 })],
  ["a connection timeout of 11 s", "InvalidArgument", origin({ ConnectionTimeout: 11 })],
  ["a privileged port", "InvalidArgument", custom({ HTTPPort: 1023 })],
  ["a read timeout of 0 s", "InvalidOriginReadTimeout", custom({ OriginReadTimeout: 0 })],
  [
    "a keep-alive of 121 s",
    "InvalidOriginKeepaliveTimeout",
    custom({ OriginKeepaliveTimeout: 121 }),
  ],
  [
    "eleven custom headers",
    "TooManyOriginCustomHeaders",
    headers(...Array.from({ length: 11 }, (_, n) => [`x-${n}`, "v"] as const)),
  ],
  ["a custom Host header", "InvalidArgument", headers(["Host", "h"])],
  ["a custom X-Amz header", "InvalidArgument", headers(["X-Amz-Date", "now"])],
  [
    "a custom header value of 1,784 characters",
    "InvalidArgument",
    headers(["Authorization", "k".repeat(1_784)]),
  ],
  [
    "custom headers of more than 10,240 characters",
    "InvalidArgument",
    headers(...Array.from({ length: 6 }, (_, n) => [`x-${n}`, "v".repeat(1_783)] as const)),
  ],
  ["the same custom header twice", "InvalidArgument", headers(["X-A", "1"], ["x-a", "2"])],
  [
    "a behavior for an origin that is not there",
    "NoSuchOrigin",
    inBehavior({ TargetOriginId: "other" }),
  ],
  [
    "an unknown cache policy",
    "NoSuchCachePolicy",
    inBehavior({ CachePolicyId: "00000000-0000-0000-0000-000000000000" }),
  ],
  [
    "an unknown origin request policy",
    "NoSuchOriginRequestPolicy",
    inBehavior({ OriginRequestPolicyId: "none" }),
  ],
  [
    "an unknown response headers policy",
    "NoSuchResponseHeadersPolicy",
    inBehavior({ ResponseHeadersPolicyId: "none" }),
  ],
  [
    "neither a cache policy nor forwarded values",
    "InvalidArgument",
    inBehavior({ CachePolicyId: undefined }),
  ],
  ["a cache policy and a TTL", "InvalidArgument", inBehavior({ MinTTL: 1 })],
  [
    "TTLs in the wrong order",
    "InvalidTTLOrder",
    inBehavior({
      CachePolicyId: undefined,
      ForwardedValues: { QueryString: false, Cookies: { Forward: "none" } },
      MinTTL: 5,
      DefaultTTL: 1,
    }),
  ],
  [
    "GET alone",
    "InvalidArgument",
    inBehavior({
      AllowedMethods: {
        Quantity: 1,
        Items: ["GET"],
        CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
      },
    }),
  ],
  [
    "a function that does not exist",
    "InvalidFunctionAssociation",
    inBehavior({
      FunctionAssociations: {
        Quantity: 1,
        Items: [{ FunctionARN: arn, EventType: "viewer-request" }],
      },
    }),
  ],
  [
    "a function at the origin",
    "InvalidFunctionAssociation",
    inBehavior({
      FunctionAssociations: {
        Quantity: 1,
        Items: [{ FunctionARN: arn, EventType: "origin-request" }],
      },
    }),
  ],
  [
    "76 behaviors",
    "TooManyCacheBehaviors",
    patterns(...Array.from({ length: 76 }, (_, n) => `p${n}/*`)),
  ],
  ["the same pattern twice", "InvalidArgument", patterns("/a/*", "a/*")],
  ["a pattern with a space", "InvalidArgument", patterns("a b")],
  [
    "an error code that has no rule",
    "InvalidErrorCode",
    errors({ ErrorCode: 401, ErrorCachingMinTTL: 1 }),
  ],
  [
    "an error page without a response code",
    "InvalidArgument",
    errors({ ErrorCode: 404, ResponsePagePath: "/404" }),
  ],
  [
    "a response code that is not allowed",
    "InvalidResponseCode",
    errors({ ErrorCode: 404, ResponsePagePath: "/404", ResponseCode: "201" }),
  ],
];

test.each(refusals)("%s is refused with %s", async (_what, name, changes) => {
  const CallerReference = changes.CallerReference ?? `refused ${_what}`;
  const config: DistributionConfig = { ...base, CallerReference, ...changes };
  expect(
    await errorName(bed.client.send(new CreateDistributionCommand({ DistributionConfig: config }))),
  ).toBe(name);
});

const accepted: readonly (readonly [string, Partial<DistributionConfig>])[] = [
  ["a comment of 128 characters", { Comment: "c".repeat(128) }],
  [
    "ten custom headers",
    headers(...Array.from({ length: 10 }, (_, n) => [`x-${n}`, "v"] as const)),
  ],
  ["a custom header value of 1,783 characters", headers(["Authorization", "k".repeat(1_783)])],
  ["75 behaviors", patterns(...Array.from({ length: 75 }, (_, n) => `p${n}/*`))],
  ["an error TTL without a page", errors({ ErrorCode: 404, ErrorCachingMinTTL: 1 })],
];

test.each(accepted)("%s is accepted", async (what, changes) => {
  const config: DistributionConfig = { ...base, CallerReference: `accepted ${what}`, ...changes };
  expect(
    await errorName(bed.client.send(new CreateDistributionCommand({ DistributionConfig: config }))),
  ).toBe("none");
});

test("a refusal is an error document with the sender at fault and a request id", async () => {
  const answer = await get(bed.endpoint.replace("http://", ""), "/2020-05-31/distribution", {
    method: "POST",
  });
  expect(answer.status).toBe(400);
  const text = answer.body.toString();
  expect(text).toMatch(
    /<ErrorResponse xmlns="http:\/\/cloudfront.amazonaws.com\/doc\/2020-05-31\/"><Error><Type>Sender<\/Type><Code>MissingBody<\/Code><Message>[^<]+<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId>/,
  );
});

test("a body that is not XML or has another root is malformed", async () => {
  const post = async (body: string): Promise<string> =>
    (
      await get(bed.endpoint.replace("http://", ""), "/2020-05-31/distribution", {
        method: "POST",
        body,
      })
    ).body.toString();
  expect(await post("<DistributionConfig>")).toContain("<Code>MalformedXML</Code>");
  expect(await post("<Other/>")).toContain("<Code>MalformedXML</Code>");
});

test("pretty-printed XML with a prefix is read like any other", async () => {
  const body = `<?xml version="1.0"?>
    <cf:DistributionConfig xmlns:cf="http://cloudfront.amazonaws.com/doc/2020-05-31/">
      <cf:CallerReference>pretty</cf:CallerReference>
      <cf:Origins>
        <cf:Quantity>1</cf:Quantity>
        <cf:Items>
          <cf:Origin>
            <cf:Id>origin</cf:Id>
            <cf:DomainName>127.0.0.1</cf:DomainName>
            <cf:S3OriginConfig><cf:OriginAccessIdentity/></cf:S3OriginConfig>
          </cf:Origin>
        </cf:Items>
      </cf:Origins>
      <cf:DefaultCacheBehavior>
        <cf:TargetOriginId>origin</cf:TargetOriginId>
        <cf:ViewerProtocolPolicy>allow-all</cf:ViewerProtocolPolicy>
        <cf:CachePolicyId>${CACHING_DISABLED}</cf:CachePolicyId>
      </cf:DefaultCacheBehavior>
      <cf:Comment/>
      <cf:Enabled>true</cf:Enabled>
    </cf:DistributionConfig>`;
  const answer = await get(bed.endpoint.replace("http://", ""), "/2020-05-31/distribution", {
    method: "POST",
    body,
  });
  expect(answer.status).toBe(201);
  expect(answer.body.toString()).toContain("<Comment/>");
});
