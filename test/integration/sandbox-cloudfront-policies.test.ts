import {
  type CachePolicyConfig,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateOriginRequestPolicyCommand,
  CreateResponseHeadersPolicyCommand,
  DeleteCachePolicyCommand,
  GetCachePolicyCommand,
  GetCachePolicyConfigCommand,
  GetOriginRequestPolicyCommand,
  GetResponseHeadersPolicyCommand,
  ListCachePoliciesCommand,
  ListOriginRequestPoliciesCommand,
  ListResponseHeadersPoliciesCommand,
  UpdateCachePolicyCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ALL_VIEWER_EXCEPT_HOST,
  type Bed,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  distributionConfig,
  errorName,
  SIMPLE_CORS,
  startBed,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
beforeEach(async () => {
  bed = await startBed();
});
afterEach(() => bed.close());

const parameters = {
  EnableAcceptEncodingGzip: true,
  EnableAcceptEncodingBrotli: true,
  HeadersConfig: { HeaderBehavior: "none" },
  CookiesConfig: { CookieBehavior: "none" },
  QueryStringsConfig: { QueryStringBehavior: "none" },
} as const;
const config: CachePolicyConfig = {
  Name: "playlists-us-west-2",
  Comment: "live-origin show abc",
  MinTTL: 1,
  DefaultTTL: 1,
  MaxTTL: 1,
  ParametersInCacheKeyAndForwardedToOrigin: parameters,
};
const create = (changes: Partial<CachePolicyConfig> = {}) =>
  bed.client.send(new CreateCachePolicyCommand({ CachePolicyConfig: { ...config, ...changes } }));

test("a cache policy is created, read, updated, used, freed and deleted", async () => {
  const { CachePolicy, ETag } = await create();
  const Id = CachePolicy?.Id ?? "";
  expect(Id).toMatch(/^[0-9a-f]{8}-/);
  const { ETag: second, CachePolicy: updated } = await bed.client.send(
    new UpdateCachePolicyCommand({
      Id,
      IfMatch: ETag,
      CachePolicyConfig: { ...config, MaxTTL: 2 },
    }),
  );
  expect(updated?.CachePolicyConfig?.MaxTTL).toBe(2);
  const remove = (IfMatch: string | undefined) =>
    bed.client.send(new DeleteCachePolicyCommand({ Id, IfMatch }));
  expect(await errorName(remove(ETag))).toBe("PreconditionFailed");
  expect(await errorName(remove(undefined))).toBe("InvalidIfMatchVersion");
  expect(bed.inventory()).toMatchObject([
    { kind: "cache-policy", id: Id, name: "playlists-us-west-2" },
  ]);
  await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(8080, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: Id,
        },
      }),
    }),
  );
  expect(await errorName(remove(second))).toBe("CachePolicyInUse");
});

test("an unused cache policy can be deleted", async () => {
  const { CachePolicy, ETag } = await create();
  await bed.client.send(new DeleteCachePolicyCommand({ Id: CachePolicy?.Id, IfMatch: ETag }));
  expect(await errorName(bed.client.send(new GetCachePolicyCommand({ Id: CachePolicy?.Id })))).toBe(
    "NoSuchCachePolicy",
  );
  expect(bed.inventory()).toEqual([]);
});

test("TTLs that are left out get the documented defaults", async () => {
  const { CachePolicy } = await create({
    DefaultTTL: undefined,
    MaxTTL: undefined,
    MinTTL: 100_000,
  });
  expect(CachePolicy?.CachePolicyConfig).toMatchObject({
    MinTTL: 100_000,
    DefaultTTL: 100_000,
    MaxTTL: 31_536_000,
  });
});

test.each([
  ["a name that exists", "CachePolicyAlreadyExists", {}],
  ["a name with a space", "InvalidArgument", { Name: "a b" }],
  ["a comment of 129 characters", "InvalidArgument", { Name: "n", Comment: "c".repeat(129) }],
  ["a minimum above the default", "InvalidArgument", { Name: "n", MinTTL: 5 }],
  [
    "compression without caching",
    "InvalidArgument",
    { Name: "n", MinTTL: 0, DefaultTTL: 0, MaxTTL: 0 },
  ],
  [
    "a list with nothing in it",
    "InvalidArgument",
    {
      Name: "n",
      ParametersInCacheKeyAndForwardedToOrigin: {
        ...parameters,
        HeadersConfig: { HeaderBehavior: "whitelist" },
      },
    },
  ],
  [
    "eleven headers",
    "TooManyHeadersInCachePolicy",
    {
      Name: "n",
      ParametersInCacheKeyAndForwardedToOrigin: {
        ...parameters,
        HeadersConfig: {
          HeaderBehavior: "whitelist",
          Headers: { Quantity: 11, Items: Array.from({ length: 11 }, (_, n) => `x-${n}`) },
        },
      },
    },
  ],
] satisfies readonly (readonly [string, string, Partial<CachePolicyConfig>])[])(
  "a cache policy with %s is refused with %s",
  async (_what, name, changes) => {
    await create();
    expect(await errorName(create(changes))).toBe(name);
  },
);

test("an account has at most 20 cache policies of its own", async () => {
  for (let number = 0; number < 20; number++) await create({ Name: `policy-${number}` });
  expect(await errorName(create({ Name: "policy-20" }))).toBe("TooManyCachePolicies");
});

test("managed policies are listed and read, and cannot be changed", async () => {
  const { CachePolicyList } = await bed.client.send(
    new ListCachePoliciesCommand({ Type: "managed" }),
  );
  expect(CachePolicyList?.Items?.map(({ CachePolicy }) => CachePolicy?.Id)).toContain(
    CACHING_OPTIMIZED,
  );
  const { CachePolicyConfig: optimized, ETag } = await bed.client.send(
    new GetCachePolicyConfigCommand({ Id: CACHING_OPTIMIZED }),
  );
  expect(optimized).toMatchObject({
    Name: "Managed-CachingOptimized",
    MinTTL: 1,
    DefaultTTL: 86_400,
    MaxTTL: 31_536_000,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: true,
    },
  });
  const change = bed.client.send(
    new UpdateCachePolicyCommand({
      Id: CACHING_OPTIMIZED,
      IfMatch: ETag,
      CachePolicyConfig: config,
    }),
  );
  expect(await errorName(change)).toBe("IllegalUpdate");
  const remove = bed.client.send(
    new DeleteCachePolicyCommand({ Id: CACHING_DISABLED, IfMatch: ETag }),
  );
  expect(await errorName(remove)).toBe("IllegalDelete");
  const custom = await bed.client.send(new ListCachePoliciesCommand({ Type: "custom" }));
  expect(custom.CachePolicyList?.Quantity).toBe(0);
});

test("lists of policies are paged by marker", async () => {
  await create();
  const first = await bed.client.send(
    new ListCachePoliciesCommand({ MaxItems: "5" as unknown as number }),
  );
  expect(first.CachePolicyList?.Quantity).toBe(5);
  const second = await bed.client.send(
    new ListCachePoliciesCommand({ Marker: first.CachePolicyList?.NextMarker }),
  );
  expect(second.CachePolicyList?.Items?.[0]).toMatchObject({ Type: "custom" });
  expect(second.CachePolicyList?.NextMarker).toBeUndefined();
});

test("managed origin request and response headers policies are listed and read", async () => {
  const { OriginRequestPolicyList } = await bed.client.send(
    new ListOriginRequestPoliciesCommand({}),
  );
  expect(OriginRequestPolicyList?.Quantity).toBe(7);
  const { OriginRequestPolicy } = await bed.client.send(
    new GetOriginRequestPolicyCommand({ Id: ALL_VIEWER_EXCEPT_HOST }),
  );
  expect(OriginRequestPolicy?.OriginRequestPolicyConfig).toMatchObject({
    Name: "Managed-AllViewerExceptHostHeader",
    HeadersConfig: { HeaderBehavior: "allExcept", Headers: { Quantity: 1, Items: ["host"] } },
  });
  const { ResponseHeadersPolicyList } = await bed.client.send(
    new ListResponseHeadersPoliciesCommand({}),
  );
  expect(ResponseHeadersPolicyList?.Quantity).toBe(5);
  const { ResponseHeadersPolicy } = await bed.client.send(
    new GetResponseHeadersPolicyCommand({ Id: SIMPLE_CORS }),
  );
  expect(ResponseHeadersPolicy?.ResponseHeadersPolicyConfig?.CorsConfig).toMatchObject({
    AccessControlAllowOrigins: { Quantity: 1, Items: ["*"] },
    OriginOverride: false,
  });
  const none = bed.client.send(new GetResponseHeadersPolicyCommand({ Id: "none" }));
  expect(await errorName(none)).toBe("NoSuchResponseHeadersPolicy");
});

test("an account can have origin request and response headers policies of its own", async () => {
  await bed.client.send(
    new CreateOriginRequestPolicyCommand({
      OriginRequestPolicyConfig: {
        Name: "mine",
        HeadersConfig: {
          HeaderBehavior: "whitelist",
          Headers: { Quantity: 1, Items: ["Referer"] },
        },
        CookiesConfig: { CookieBehavior: "none" },
        QueryStringsConfig: { QueryStringBehavior: "all" },
      },
    }),
  );
  await bed.client.send(
    new CreateResponseHeadersPolicyCommand({
      ResponseHeadersPolicyConfig: {
        Name: "mine",
        CustomHeadersConfig: {
          Quantity: 1,
          Items: [{ Header: "X-A", Value: "1", Override: true }],
        },
      },
    }),
  );
  expect(bed.inventory().map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "origin-request-policy mine",
    "response-headers-policy mine",
  ]);
});
