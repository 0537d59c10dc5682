import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import {
  ALL_VIEWER,
  ALL_VIEWER_EXCEPT_HOST,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  type Deployed,
  deployed,
  get,
  type Handler,
} from "./sandbox-edge-bed.ts";

const CORS_CUSTOM_ORIGIN = "59781a5b-3903-41f3-afcb-af62929ccde1";
const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"] as const;

let bed: Deployed;
afterEach(() => bed.close());

const ok: Handler = (_incoming, response) => response.end("ok");
const everyMethod = {
  AllowedMethods: {
    Quantity: 7,
    Items: [...ALL_METHODS],
    CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
  },
} satisfies Partial<NonNullable<DistributionConfig["DefaultCacheBehavior"]>>;
const behaviors = (
  ...rows: readonly (readonly [string, string])[]
): Partial<DistributionConfig> => ({
  CacheBehaviors: {
    Quantity: rows.length,
    Items: rows.map(([PathPattern, CachePolicyId]) => ({
      PathPattern,
      CachePolicyId,
      TargetOriginId: "origin",
      ViewerProtocolPolicy: "allow-all",
    })),
  },
});

test("without an origin request policy the query, the viewer's key and its headers stay behind", async () => {
  bed = await deployed(ok);
  await get(bed.domain, "/playlist.m3u8?token=stolen&role=origin", {
    headers: {
      Authorization: "viewer",
      "User-Agent": "player",
      Cookie: "a=1",
      "Accept-Encoding": "gzip",
      "X-Mine": "1",
    },
  });
  const [asked] = bed.origin.seen;
  expect(asked?.url).toBe("/cache/show/playlist.m3u8");
  expect(asked?.headers).toEqual({
    host: `127.0.0.1:${bed.origin.port}`,
    "user-agent": "Amazon CloudFront",
    authorization: "player-key",
    via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
    "x-amz-cf-id": expect.any(String),
    connection: "keep-alive",
  });
});

test("AllViewer sends the viewer's Host, headers, cookies and query on, and the custom header still wins", async () => {
  bed = await deployed(ok, { OriginRequestPolicyId: ALL_VIEWER });
  await get(bed.domain, "/x?token=viewer&b", {
    headers: { Authorization: "viewer", "User-Agent": "player", Cookie: "a=1", Referer: "r" },
  });
  const [asked] = bed.origin.seen;
  expect(asked?.url).toBe("/cache/show/x?token=viewer&b");
  expect(asked?.headers).toMatchObject({
    host: bed.domain,
    authorization: "player-key",
    "user-agent": "player",
    cookie: "a=1",
    referer: "r",
    "x-forwarded-for": "127.0.0.1",
  });
});

test("AllViewerExceptHostHeader keeps the origin's Host", async () => {
  bed = await deployed(ok, { OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST });
  await get(bed.domain, "/x?a=1", { headers: { Referer: "r" } });
  expect(bed.origin.seen[0]?.url).toBe("/cache/show/x?a=1");
  expect(bed.origin.seen[0]?.headers).toMatchObject({
    host: `127.0.0.1:${bed.origin.port}`,
    referer: "r",
  });
});

test("CORS-CustomOrigin sends Origin on and nothing else", async () => {
  bed = await deployed(ok, { OriginRequestPolicyId: CORS_CUSTOM_ORIGIN });
  await get(bed.domain, "/x?a=1", { headers: { Origin: "http://player", Referer: "r" } });
  expect(bed.origin.seen[0]?.url).toBe("/cache/show/x");
  expect(bed.origin.seen[0]?.headers["origin"]).toBe("http://player");
  expect(bed.origin.seen[0]?.headers["referer"]).toBeUndefined();
});

test.each([
  ["GET", undefined],
  ["PUT", "viewer"],
])(
  "without a custom header the viewer's Authorization on %s is %s at the origin",
  async (method, arrives) => {
    bed = await deployed(ok, everyMethod, {}, []);
    await get(bed.domain, "/x", { method, headers: { Authorization: "viewer" } });
    expect(bed.origin.seen[0]?.headers["authorization"]).toBe(arrives);
  },
);

test("a body of an allowed method arrives at the origin", async () => {
  bed = await deployed((incoming, response) => void incoming.pipe(response), everyMethod);
  const got = await get(bed.domain, "/x", { method: "POST", body: "some data" });
  expect(got.body.toString()).toBe("some data");
});

test("methods that are not allowed are refused with CloudFront's page and never reach the origin", async () => {
  bed = await deployed(ok);
  for (const method of ["PUT", "POST", "DELETE", "OPTIONS", "PATCH"]) {
    const got = await get(bed.domain, "/x", { method });
    expect(got.status).toBe(403);
    expect(got.headers).toMatchObject({ "x-cache": "Error from cloudfront", server: "CloudFront" });
    expect(got.body.toString()).toContain("not configured to allow the HTTP request method");
  }
  expect(bed.origin.seen).toEqual([]);
});

test("a GET with a body is refused", async () => {
  bed = await deployed(ok);
  const got = await get(bed.domain, "/x", { body: "surprise", headers: { "Content-Length": "8" } });
  expect(got.status).toBe(403);
  expect(bed.origin.seen).toEqual([]);
});

test("the first matching pattern counts, in the order of the distribution", async () => {
  bed = await deployed(ok, {}, behaviors(["*.ts", CACHING_DISABLED], ["seg/*", CACHING_OPTIMIZED]));
  const second = async (path: string): Promise<unknown> => {
    await get(bed.domain, path);
    return (await get(bed.domain, path)).headers["x-cache"];
  };
  expect(await second("/seg/1.ts")).toBe("Miss from cloudfront");
  expect(await second("/seg/1.m4s")).toBe("Hit from cloudfront");
  expect(await second("/seg/1.TS")).toBe("Hit from cloudfront");
  expect(await second("/other")).toBe("Miss from cloudfront");
});

test("playlist_*.m3u8 does not match playlist.m3u8, and a query has no part in matching", async () => {
  bed = await deployed(ok, {}, behaviors(["playlist_*.m3u8", CACHING_OPTIMIZED]));
  const second = async (path: string): Promise<unknown> => {
    await get(bed.domain, path);
    return (await get(bed.domain, path)).headers["x-cache"];
  };
  expect(await second("/playlist.m3u8")).toBe("Miss from cloudfront");
  expect(await second("/x?playlist_1.m3u8")).toBe("Miss from cloudfront");
  expect(await second("/playlist_480p30.m3u8?a")).toBe("Hit from cloudfront");
});

test("a pattern is matched on the normalised path and the raw path goes to the origin", async () => {
  bed = await deployed(ok, {}, behaviors(["*.ts", CACHING_OPTIMIZED]));
  const spelled = "/a/%2e%2E/b/./s%65g.t%73";
  await get(bed.domain, spelled);
  const again = await get(bed.domain, spelled);
  expect(again.headers["x-cache"]).toBe("Hit from cloudfront");
  expect(bed.origin.seen.map(({ url }) => url)).toEqual([`/cache/show${spelled}`]);
});

test("the default root object stands for the root alone", async () => {
  bed = await deployed(ok, {}, { DefaultRootObject: "index.html" });
  await get(bed.domain, "/");
  await get(bed.domain, "/dir/");
  expect(bed.origin.seen.map(({ url }) => url)).toEqual([
    "/cache/show/index.html",
    "/cache/show/dir/",
  ]);
});

test("redirect-to-https redirects and https-only refuses, because loopback is plain HTTP", async () => {
  bed = await deployed(ok, { ViewerProtocolPolicy: "redirect-to-https" });
  const moved = await get(bed.domain, "/x?a=1");
  expect(moved.status).toBe(301);
  expect(moved.headers).toMatchObject({
    location: `https://${bed.domain}/x?a=1`,
    "x-cache": "Redirect from cloudfront",
  });
  await bed.close();
  bed = await deployed(ok, { ViewerProtocolPolicy: "https-only" });
  expect((await get(bed.domain, "/x")).status).toBe(403);
});

test("a URL of more than 8,192 characters is refused", async () => {
  bed = await deployed(ok);
  expect((await get(bed.domain, `/${"x".repeat(8_192)}`)).status).toBe(414);
  expect((await get(bed.domain, `/${"x".repeat(8_191)}`)).status).toBe(200);
});

test("the log has no key and no query", async () => {
  bed = await deployed(ok, { OriginRequestPolicyId: ALL_VIEWER });
  await get(bed.domain, "/x?token=secret-1", { headers: { Authorization: "secret-2" } });
  const text = JSON.stringify(bed.log);
  expect(text).toContain('"edge"');
  expect(text).not.toMatch(/secret|player-key/);
});
