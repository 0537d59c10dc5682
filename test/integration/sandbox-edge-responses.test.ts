import {
  CreateDistributionCommand,
  CreateResponseHeadersPolicyCommand,
  type ResponseHeadersPolicyConfig,
} from "@aws-sdk/client-cloudfront";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import {
  type Bed,
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  DEPLOY_MS,
  type Deployed,
  deployed,
  distributionConfig,
  get,
  type Got,
  type Handler,
  type Origin,
  SIMPLE_CORS,
  startBed,
  startOrigin,
  UNCOMPRESSED,
} from "./sandbox-edge-bed.ts";

const PREFLIGHT_CORS = "5cc3b908-e619-4b99-88e5-2cf7f45965bd";
const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

let bed: Bed & { readonly domain: string; readonly origin: Origin };
afterEach(() => bed.close());

const playlist = "#EXTM3U\n".repeat(200);
const hls: Handler = (_incoming, response) =>
  response
    .writeHead(200, {
      "Content-Type": "application/x-mpegURL",
      "Content-Length": playlist.length,
      ETag: '"v1"',
    })
    .end(playlist);
const segment: Handler = (_incoming, response) =>
  response
    .writeHead(200, {
      "Content-Type": "video/MP2T",
      ETag: '"v1"',
      "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
    })
    .end("0123456789");
const viewer = { Origin: "http://player.example" };

async function withHeadersPolicy(
  answer: Handler,
  config: Partial<ResponseHeadersPolicyConfig>,
): Promise<Deployed> {
  const made = await startBed();
  const origin = await startOrigin(answer);
  const { ResponseHeadersPolicy } = await made.client.send(
    new CreateResponseHeadersPolicyCommand({
      ResponseHeadersPolicyConfig: { Name: "policy", ...config },
    }),
  );
  const { Distribution } = await made.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(origin.port, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_DISABLED,
          ResponseHeadersPolicyId: ResponseHeadersPolicy?.Id,
        },
      }),
    }),
  );
  await made.clock.advance(DEPLOY_MS);
  const close = async (): Promise<void> => {
    await made.close();
    await origin.close();
  };
  return { ...made, origin, id: "", domain: Distribution?.DomainName ?? "", close };
}

test("SimpleCORS allows any origin on misses, hits and errors of the origin, where the viewer sends Origin", async () => {
  bed = await deployed(segment, {
    CachePolicyId: CACHING_OPTIMIZED,
    ResponseHeadersPolicyId: SIMPLE_CORS,
  });
  const allowed = async (path: string, headers: Record<string, string>): Promise<unknown> =>
    (await get(bed.domain, path, { headers })).headers["access-control-allow-origin"];
  expect(await allowed("/x", viewer)).toBe("*");
  expect(await allowed("/x", viewer)).toBe("*");
  expect(await allowed("/x", {})).toBeUndefined();
  bed.origin.answer = (_incoming, response) => response.writeHead(404).end();
  expect(await allowed("/gone", viewer)).toBe("*");
});

test("with SimpleCORS the origin's own header wins", async () => {
  bed = await deployed(
    (_incoming, response) =>
      response.writeHead(200, { "Access-Control-Allow-Origin": "http://mine" }).end(),
    {
      ResponseHeadersPolicyId: SIMPLE_CORS,
    },
  );
  expect(
    (await get(bed.domain, "/x", { headers: viewer })).headers["access-control-allow-origin"],
  ).toBe("http://mine");
});

test("a policy that overrides replaces the origin's header, removes what it names and adds its own", async () => {
  bed = await withHeadersPolicy(
    (_incoming, response) =>
      response
        .writeHead(200, {
          "Access-Control-Allow-Origin": "http://mine",
          "X-Powered-By": "x",
          "X-A": "origin",
        })
        .end(),
    {
      CorsConfig: {
        AccessControlAllowOrigins: { Quantity: 1, Items: ["http://*.example"] },
        AccessControlAllowHeaders: { Quantity: 1, Items: ["*"] },
        AccessControlAllowMethods: { Quantity: 1, Items: ["GET"] },
        AccessControlAllowCredentials: false,
        OriginOverride: true,
      },
      RemoveHeadersConfig: { Quantity: 1, Items: [{ Header: "X-Powered-By" }] },
      CustomHeadersConfig: {
        Quantity: 2,
        Items: [
          { Header: "X-A", Value: "policy", Override: false },
          { Header: "X-B", Value: "policy", Override: false },
        ],
      },
    },
  );
  const { headers } = await get(bed.domain, "/x", { headers: viewer });
  expect(headers["access-control-allow-origin"]).toBe("http://player.example");
  expect(headers["x-powered-by"]).toBeUndefined();
  expect([headers["x-a"], headers["x-b"]]).toEqual(["origin", "policy"]);
});

test("a preflight gets all CORS headers, a simple request only the origin and what is exposed", async () => {
  bed = await deployed((_incoming, response) => response.writeHead(204).end(), {
    ResponseHeadersPolicyId: PREFLIGHT_CORS,
    AllowedMethods: {
      Quantity: 3,
      Items: ["GET", "HEAD", "OPTIONS"],
      CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
    },
  });
  const preflight = await get(bed.domain, "/x", {
    method: "OPTIONS",
    headers: { ...viewer, "Access-Control-Request-Method": "GET" },
  });
  expect(preflight.headers["access-control-allow-methods"]).toContain("GET");
  expect(preflight.headers["access-control-allow-headers"]).toBe("*");
  const simple = await get(bed.domain, "/x", { headers: viewer });
  expect(simple.headers["access-control-allow-methods"]).toBeUndefined();
  expect(simple.headers["access-control-expose-headers"]).toBe("*");
});

test("SecurityHeadersPolicy adds its headers to every answer", async () => {
  bed = await deployed(segment, { ResponseHeadersPolicyId: SECURITY_HEADERS });
  expect((await get(bed.domain, "/x")).headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "strict-origin-when-cross-origin",
    "strict-transport-security": "max-age=31536000",
    "x-xss-protection": "1; mode=block",
  });
});

test("a playlist is compressed with Brotli before gzip, kept compressed, and its ETag becomes weak", async () => {
  bed = await deployed(hls, { CachePolicyId: CACHING_OPTIMIZED, Compress: true });
  const ask = (encoding: string): Promise<Got> =>
    get(bed.domain, "/p.m3u8", { headers: encoding === "" ? {} : { "Accept-Encoding": encoding } });
  const first = await ask("gzip, deflate, br");
  expect(first.headers).toMatchObject({
    "content-encoding": "br",
    etag: 'W/"v1"',
    vary: "Accept-Encoding",
  });
  expect(brotliDecompressSync(first.body).toString()).toBe(playlist);
  expect(bed.origin.seen[0]?.headers["accept-encoding"]).toBe("br,gzip");
  expect((await ask("br;q=1, gzip")).headers["x-cache"]).toBe("Hit from cloudfront");
  const gzipped = await ask("gzip");
  expect(gzipped.headers).toMatchObject({
    "content-encoding": "gzip",
    "x-cache": "Miss from cloudfront",
  });
  expect(gunzipSync(gzipped.body).toString()).toBe(playlist);
  const plain = await ask("");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body.toString()).toBe(playlist);
});

test.each([
  ["the behavior does not compress", { CachePolicyId: CACHING_OPTIMIZED, Compress: false }, hls],
  [
    "the cache policy does not know encodings",
    { CachePolicyId: UNCOMPRESSED, Compress: true },
    hls,
  ],
  ["caching is disabled", { CachePolicyId: CACHING_DISABLED, Compress: true }, hls],
  ["the type is video", { CachePolicyId: CACHING_OPTIMIZED, Compress: true }, segment],
  [
    "it is smaller than 1,000 bytes",
    { CachePolicyId: CACHING_OPTIMIZED, Compress: true },
    ((_incoming, response) =>
      response
        .writeHead(200, { "Content-Type": "text/plain", "Content-Length": 999 })
        .end("x".repeat(999))) satisfies Handler,
  ],
])("nothing is compressed when %s", async (_what, behavior, answer) => {
  bed = await deployed(answer, behavior);
  const got = await get(bed.domain, "/x", { headers: { "Accept-Encoding": "gzip, br" } });
  expect(got.headers["content-encoding"]).toBeUndefined();
});

test.each([
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=5-100", 206, "56789", "bytes 5-9/10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=4-2", 200, "0123456789", undefined],
  ["bytes=3-4,0-1", 200, "0123456789", undefined],
  ["bytes=0-3,3-4", 200, "0123456789", undefined],
])(
  "the range %s of what is not cached yet comes whole, and then as %d",
  async (range, status, body, contentRange) => {
    bed = await deployed(segment, { CachePolicyId: CACHING_OPTIMIZED });
    const got = await get(bed.domain, "/x", { headers: { Range: range } });
    expect([got.status, got.body.toString()]).toEqual([200, "0123456789"]);
    expect(got.headers["x-cache"]).toBe("Miss from cloudfront");
    const again = await get(bed.domain, "/x", { headers: { Range: range } });
    expect([again.status, again.body.toString(), again.headers["content-range"]]).toEqual([
      status,
      body,
      contentRange,
    ]);
    expect(again.headers["x-cache"]).toBe(`${status === 416 ? "Error" : "Hit"} from cloudfront`);
    expect(bed.origin.seen.map(({ headers }) => headers["range"])).toEqual([range]);
  },
);

test("two ranges of a cached object come as one multipart answer", async () => {
  bed = await deployed(segment, { CachePolicyId: CACHING_OPTIMIZED });
  await get(bed.domain, "/x");
  const got = await get(bed.domain, "/x", { headers: { Range: "bytes=0-1, 8-" } });
  expect(got.status).toBe(206);
  expect(got.headers["content-type"]).toMatch(/^multipart\/byteranges; boundary=/);
  expect(got.headers["content-length"]).toBe(String(got.body.length));
  expect(got.body.toString()).toMatch(
    /Content-Range: bytes 0-1\/10\r\n\r\n01\r\n--[\s\S]*Content-Range: bytes 8-9\/10\r\n\r\n89\r\n--/,
  );
});

test("an origin that cuts ranges itself is let cut them, and HEAD never invents a length", async () => {
  bed = await deployed(
    (incoming, response) =>
      incoming.headers.range === undefined
        ? response.writeHead(200, { "Transfer-Encoding": "chunked" }).end("0123456789")
        : response.writeHead(206, { "Content-Range": "bytes 2-3/10" }).end("23"),
    { CachePolicyId: CACHING_OPTIMIZED },
  );
  const part = await get(bed.domain, "/x", { headers: { Range: "bytes=2-3" } });
  expect([part.status, part.body.toString()]).toEqual([206, "23"]);
  const head = await get(bed.domain, "/y", { method: "HEAD" });
  expect([head.status, head.headers["content-length"]]).toEqual([200, undefined]);
});

test("under CachingDisabled ranges and conditions are the origin's business", async () => {
  bed = await deployed((incoming, response) =>
    response.writeHead(206, { "Content-Range": "bytes 0-0/10" }).end(incoming.headers.range),
  );
  const got = await get(bed.domain, "/x", {
    headers: { Range: "bytes=0-0", "If-None-Match": '"v1"' },
  });
  expect([got.status, got.body.toString()]).toEqual([206, "bytes=0-0"]);
  expect(bed.origin.seen[0]?.headers["if-none-match"]).toBe('"v1"');
});

test("a viewer that has the object gets 304 from the cache", async () => {
  bed = await deployed(segment, { CachePolicyId: CACHING_OPTIMIZED });
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await get(bed.domain, "/x", { headers })).status;
  expect(await status({ "If-None-Match": 'W/"v1"' })).toBe(304);
  expect(await status({ "If-None-Match": '"v2"' })).toBe(200);
  expect(await status({ "If-Modified-Since": "Fri, 02 Jan 2026 00:00:00 GMT" })).toBe(304);
  expect(await status({ "If-Modified-Since": "Wed, 31 Dec 2025 00:00:00 GMT" })).toBe(200);
  expect(await status({ Range: "bytes=0-1", "If-Range": '"v2"' })).toBe(200);
  expect(bed.origin.seen).toHaveLength(1);
});

test("Set-Cookie and a foreign Vary do not reach the viewer, other headers of the origin do", async () => {
  bed = await deployed((_incoming, response) =>
    response
      .writeHead(200, {
        "Set-Cookie": "a=1",
        Vary: "X-Whatever, Accept-Encoding",
        Server: "momento",
        Via: "1.1 other",
      })
      .end(),
  );
  const { headers } = await get(bed.domain, "/x");
  expect(headers["set-cookie"]).toBeUndefined();
  expect(headers).toMatchObject({ vary: "Accept-Encoding", server: "momento" });
  expect(headers["via"]).toMatch(/CloudFront\)$/);
});

test("what is not cached is passed on while it is still coming", async () => {
  let finish: () => void = () => undefined;
  bed = await deployed((_incoming, response) => {
    response.write("first");
    finish = () => response.end("last");
  });
  const { request } = await import("node:http");
  const first = await new Promise<string>((resolve, reject) => {
    request(`http://${bed.domain}/x`, { agent: false }, (incoming) => {
      incoming.once("data", (chunk: Buffer) => {
        resolve(chunk.toString());
        finish();
        incoming.resume();
      });
    })
      .on("error", reject)
      .end();
  });
  expect(first).toBe("first");
});
