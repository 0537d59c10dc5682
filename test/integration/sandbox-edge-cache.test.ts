import {
  type CachePolicyConfig,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  GetCachePolicyCommand,
  UpdateCachePolicyCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import {
  ALL_VIEWER,
  type Bed,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  DEPLOY_MS,
  type Deployed,
  deployed,
  distributionConfig,
  get,
  type Handler,
  startBed,
  startOrigin,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
afterEach(() => bed.close());

/** Answers with a number that grows. */
function counting(headers: Record<string, string> = {}): Handler {
  let count = 0;
  return (_incoming, response) => {
    count += 1;
    response.writeHead(200, headers).end(String(count));
  };
}

type Parameters = Partial<
  NonNullable<CachePolicyConfig["ParametersInCacheKeyAndForwardedToOrigin"]>
>;

/** A distribution whose behavior has a cache policy of its own. */
async function withPolicy(
  answer: Handler,
  [MinTTL, DefaultTTL, MaxTTL]: readonly [number, number, number],
  parameters: Parameters = {},
): Promise<Deployed> {
  const made = await startBed();
  const origin = await startOrigin(answer);
  const { CachePolicy } = await made.client.send(
    new CreateCachePolicyCommand({
      CachePolicyConfig: {
        Name: "policy",
        MinTTL,
        DefaultTTL,
        MaxTTL,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: false,
          EnableAcceptEncodingBrotli: false,
          HeadersConfig: { HeaderBehavior: "none" },
          CookiesConfig: { CookieBehavior: "none" },
          QueryStringsConfig: { QueryStringBehavior: "none" },
          ...parameters,
        },
      },
    }),
  );
  const { Distribution } = await made.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(origin.port, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CachePolicy?.Id,
        },
      }),
    }),
  );
  await made.clock.advance(DEPLOY_MS);
  return {
    ...made,
    origin,
    id: CachePolicy?.Id ?? "",
    domain: Distribution?.DomainName ?? "",
    close: async () => {
      await made.close();
      await origin.close();
    },
  };
}

const brief = async (
  one: Deployed,
  path = "/x",
  headers: Record<string, string> = {},
): Promise<string> => {
  const got = await get(one.domain, path, { headers });
  return `${String(got.headers["x-cache"]).split(" ")[0]} ${got.body.toString()}`;
};

test("CachingDisabled asks the origin every time", async () => {
  const one = await deployed(counting({ "Cache-Control": "max-age=3600" }), {
    CachePolicyId: CACHING_DISABLED,
  });
  bed = one;
  expect([await brief(one), await brief(one)]).toEqual(["Miss 1", "Miss 2"]);
});

test("CachingOptimized keeps an object, whatever the query, and tells its age", async () => {
  const one = await deployed(counting(), { CachePolicyId: CACHING_OPTIMIZED });
  bed = one;
  expect(await brief(one, "/x?a=1")).toBe("Miss 1");
  await one.clock.advance(90_000);
  const hit = await get(one.domain, "/x?b=2");
  expect(hit.body.toString()).toBe("1");
  expect(hit.headers).toMatchObject({ "x-cache": "Hit from cloudfront", age: "90" });
  expect(hit.headers["via"]).toMatch(/cloudfront\.net \(CloudFront\)$/);
  expect(hit.headers["x-amz-cf-pop"]).toMatch(/^[A-Z]{3}\d/);
});

test("an object without cache headers lives for the default TTL", async () => {
  const one = await withPolicy(counting(), [0, 30, 100]);
  bed = one;
  expect(await brief(one)).toBe("Miss 1");
  await one.clock.advance(29_999);
  expect(await brief(one)).toBe("Hit 1");
  await one.clock.advance(1);
  expect(await brief(one)).toBe("Miss 2");
});

test.each([
  ["max-age between minimum and maximum", "max-age=20", 20],
  ["max-age below the minimum", "max-age=1", 10],
  ["max-age above the maximum", "max-age=1000", 40],
  ["s-maxage before max-age", "max-age=15, s-maxage=25", 25],
  ["no-store", "no-store", 10],
  ["private", "private, max-age=30", 10],
])("%s: the object lives for the right time", async (_what, cacheControl, seconds) => {
  const one = await withPolicy(counting({ "Cache-Control": cacheControl }), [10, 30, 40]);
  bed = one;
  expect(await brief(one)).toBe("Miss 1");
  await one.clock.advance(seconds * 1000 - 1);
  expect(await brief(one)).toBe("Hit 1");
  await one.clock.advance(1);
  expect(await brief(one)).toBe("Miss 2");
});

test("Expires counts when there is no max-age", async () => {
  const one = await withPolicy(
    (_incoming, response) => {
      response
        .writeHead(200, { Expires: new Date(one.clock.now() + 20_000).toUTCString() })
        .end("x");
    },
    [0, 30, 100],
  );
  bed = one;
  expect(await brief(one)).toBe("Miss x");
  await one.clock.advance(19_000);
  expect(await brief(one)).toBe("Hit x");
  await one.clock.advance(1_000);
  expect(await brief(one)).toBe("Miss x");
});

test("no-store with a minimum of 0 is not kept", async () => {
  const one = await withPolicy(counting({ "Cache-Control": "no-store" }), [0, 30, 100]);
  bed = one;
  expect([await brief(one), await brief(one)]).toEqual(["Miss 1", "Miss 2"]);
});

test("query strings in the key make different objects and go to the origin", async () => {
  const one = await withPolicy(counting(), [0, 30, 100], {
    QueryStringsConfig: {
      QueryStringBehavior: "whitelist",
      QueryStrings: { Quantity: 1, Items: ["v"] },
    },
  });
  bed = one;
  expect(await brief(one, "/x?v=1&token=a")).toBe("Miss 1");
  expect(await brief(one, "/x?v=2")).toBe("Miss 2");
  expect(await brief(one, "/x?token=b&v=1")).toBe("Hit 1");
  expect(one.origin.seen.map(({ url }) => url)).toEqual(["/cache/show/x?v=1", "/cache/show/x?v=2"]);
});

test("headers in the key make different objects and go to the origin", async () => {
  const one = await withPolicy(counting(), [0, 30, 100], {
    HeadersConfig: { HeaderBehavior: "whitelist", Headers: { Quantity: 1, Items: ["Origin"] } },
  });
  bed = one;
  expect(await brief(one, "/x", { Origin: "a" })).toBe("Miss 1");
  expect(await brief(one, "/x", { Origin: "b" })).toBe("Miss 2");
  expect(await brief(one, "/x", { Origin: "a" })).toBe("Hit 1");
  expect(one.origin.seen[0]?.headers["origin"]).toBe("a");
});

test("paths are kept apart by case and by spelling", async () => {
  const one = await deployed(counting(), { CachePolicyId: CACHING_OPTIMIZED });
  bed = one;
  expect([
    await brief(one, "/a.ts"),
    await brief(one, "/A.ts"),
    await brief(one, "/%61.ts"),
  ]).toEqual(["Miss 1", "Miss 2", "Miss 3"]);
});

test("simultaneous requests for one object are one request to the origin", async () => {
  const waiting: (() => void)[] = [];
  const one = await deployed((_incoming, response) => void waiting.push(() => response.end("x")), {
    CachePolicyId: CACHING_OPTIMIZED,
  });
  bed = one;
  const all = Promise.all(Array.from({ length: 5 }, () => brief(one)));
  while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
  waiting[0]?.();
  expect((await all).toSorted()).toEqual(["Hit x", "Hit x", "Hit x", "Hit x", "Miss x"]);
  expect(one.origin.seen).toHaveLength(1);
});

test.each([
  ["under CachingDisabled", { CachePolicyId: CACHING_DISABLED }],
  [
    "when cookies are forwarded",
    { CachePolicyId: CACHING_OPTIMIZED, OriginRequestPolicyId: ALL_VIEWER },
  ],
])("nothing is collapsed %s", async (_what, behavior) => {
  const waiting: (() => void)[] = [];
  const one = await deployed(
    (_incoming, response) => void waiting.push(() => response.end("x")),
    behavior,
  );
  bed = one;
  const both = Promise.all([brief(one), brief(one)]);
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
  for (const answer of waiting) answer();
  expect(await both).toEqual(["Miss x", "Miss x"]);
});

test("an expired object is revalidated with its ETag and refreshed by a 304", async () => {
  const one = await withPolicy(
    (incoming, response) => {
      if (incoming.headers["if-none-match"] === '"v1"')
        response.writeHead(304, { ETag: '"v1"' }).end();
      else
        response
          .writeHead(200, { ETag: '"v1"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT" })
          .end("body");
    },
    [0, 30, 100],
  );
  bed = one;
  expect(await brief(one)).toBe("Miss body");
  await one.clock.advance(30_000);
  expect(await brief(one)).toBe("RefreshHit body");
  expect(one.origin.seen[1]?.headers).toMatchObject({
    "if-none-match": '"v1"',
    "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT",
  });
  await one.clock.advance(29_000);
  expect(await brief(one)).toBe("Hit body");
});

test("HEAD is answered from a stored GET", async () => {
  const one = await deployed((_incoming, response) => response.end("12345"), {
    CachePolicyId: CACHING_OPTIMIZED,
  });
  bed = one;
  await get(one.domain, "/x");
  const head = await get(one.domain, "/x", { method: "HEAD" });
  expect(head.headers).toMatchObject({ "x-cache": "Hit from cloudfront", "content-length": "5" });
  expect(head.body.length).toBe(0);
});

test("HEAD before GET goes to the origin as HEAD and does not answer the GET", async () => {
  const one = await deployed(
    (_incoming, response) => response.writeHead(200, { "Content-Length": "5" }).end("12345"),
    {
      CachePolicyId: CACHING_OPTIMIZED,
    },
  );
  bed = one;
  const head = await get(one.domain, "/x", { method: "HEAD" });
  expect(head.headers["content-length"]).toBe("5");
  expect(await brief(one)).toBe("Miss 12345");
  expect(one.origin.seen.map(({ method }) => method)).toEqual(["HEAD", "GET"]);
});

test("an updated cache policy reaches the deployed distribution", async () => {
  const one = await withPolicy(counting(), [0, 30, 100]);
  bed = one;
  const { ETag, CachePolicy } = await one.client.send(new GetCachePolicyCommand({ Id: one.id }));
  const config = CachePolicy?.CachePolicyConfig;
  if (config === undefined) throw new Error("no policy");
  await one.client.send(
    new UpdateCachePolicyCommand({
      Id: one.id,
      IfMatch: ETag,
      CachePolicyConfig: { ...config, DefaultTTL: 5 },
    }),
  );
  expect(await brief(one)).toBe("Miss 1");
  await one.clock.advance(5_000);
  expect(await brief(one)).toBe("Miss 2");
});

test("a large object is passed on and not kept", async () => {
  const large = Buffer.alloc(33 * 1024 * 1024, "x");
  const one = await deployed((_incoming, response) => response.end(large), {
    CachePolicyId: CACHING_OPTIMIZED,
  });
  bed = one;
  for (const _ of [1, 2]) {
    const got = await get(one.domain, "/x");
    expect(got.headers["x-cache"]).toBe("Miss from cloudfront");
    expect(got.body.equals(large)).toBe(true);
  }
});
