import {
  CreateDistributionCommand,
  CreateFunctionCommand,
  type FunctionRuntime,
  PublishFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import {
  ALL_VIEWER_EXCEPT_HOST,
  type Bed,
  CACHING_OPTIMIZED,
  DEPLOY_MS,
  distributionConfig,
  get,
  type Got,
  type Origin,
  SIMPLE_CORS,
  startBed,
  startOrigin,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
let origin: Origin;
afterEach(async () => {
  await bed.close();
  await origin.close();
});

/** A distribution whose behavior has functions of this code; answers with a function that asks it. */
async function edgeWith(
  codes: { readonly request?: string; readonly response?: string },
  Runtime: FunctionRuntime = "cloudfront-js-2.0",
): Promise<(path: string, headers?: Record<string, string>, method?: string) => Promise<Got>> {
  bed = await startBed();
  origin = await startOrigin((incoming, response) =>
    response
      .writeHead(incoming.url?.includes("gone") === true ? 404 : 200, {
        "X-Origin": "yes",
        "Content-Type": "text/plain",
      })
      .end("from origin"),
  );
  const Items = [];
  for (const event of ["request", "response"] as const) {
    const code = codes[event];
    if (code === undefined) continue;
    const Name = `on-${event}`;
    const { ETag, FunctionSummary } = await bed.client.send(
      new CreateFunctionCommand({
        Name,
        FunctionConfig: { Comment: "", Runtime },
        FunctionCode: Buffer.from(code),
      }),
    );
    await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
    Items.push({
      FunctionARN: FunctionSummary?.FunctionMetadata?.FunctionARN,
      EventType: `viewer-${event}` as const,
    });
  }
  const { Distribution } = await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(origin.port, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_OPTIMIZED,
          OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
          ResponseHeadersPolicyId: SIMPLE_CORS,
          FunctionAssociations: { Quantity: Items.length, Items },
        },
      }),
    }),
  );
  await bed.clock.advance(DEPLOY_MS);
  return (path, headers = {}, method = "GET") =>
    get(Distribution?.DomainName ?? "", path, { headers, method });
}

const master = `async function handler(event) {
  const { uri } = event.request;
  if (uri === "/playlist.m3u8") return {
    statusCode: 200,
    headers: { "content-type": { value: "application/x-mpegURL" }, "cache-control": { value: "no-store" } },
    body: { encoding: "text", data: "#EXTM3U" },
  };
  if (/^\\/playlist_[\\w-]+\\.m3u8$/.test(uri)) return event.request;
  return { statusCode: 404, statusDescription: "Not Found" };
}`;

test("an asynchronous viewer-request function answers before cache and origin, without a response headers policy", async () => {
  const ask = await edgeWith({ request: master });
  const got = await ask("/playlist.m3u8", { Origin: "http://player" });
  expect([got.status, got.body.toString()]).toEqual([200, "#EXTM3U"]);
  expect(got.headers).toMatchObject({
    "x-cache": "FunctionGeneratedResponse from cloudfront",
    "content-type": "application/x-mpegURL",
    "cache-control": "no-store",
    "content-length": "7",
    server: "CloudFront",
  });
  expect(got.headers["access-control-allow-origin"]).toBeUndefined();
  expect(got.headers["age"]).toBeUndefined();
  expect(origin.seen).toEqual([]);
});

test("it passes on what it wants and answers 404 to the rest, however the path is spelled", async () => {
  const ask = await edgeWith({ request: master });
  expect((await ask("/playlist_480p30.m3u8")).body.toString()).toBe("from origin");
  expect((await ask("/playlist%2Em3u8")).status).toBe(404);
  expect((await ask("/a/../playlist.m3u8")).status).toBe(404);
  expect((await ask("/playlist.m3u8", {}, "HEAD")).body.length).toBe(0);
  expect(origin.seen.map(({ url }) => url)).toEqual(["/cache/show/playlist_480p30.m3u8"]);
});

test("the event has the documented form", async () => {
  const ask = await edgeWith({
    request: "function handler(event) { return { statusCode: 200, body: JSON.stringify(event) }; }",
  });
  const got = await ask("/media/index.mpd?ID=42&NoValue&mv=val1&mv=val2%2Cval3", {
    Host: "localhost:1234",
    "X-Mine": "a, b",
    Cookie: "c1=v1; c2=v2; c1=v3",
  });
  expect(JSON.parse(got.body.toString())).toEqual({
    version: "1.0",
    context: {
      distributionDomainName: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      endpoint: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      distributionId: expect.stringMatching(/^E[A-Z0-9]{13}$/),
      eventType: "viewer-request",
      requestId: expect.stringMatching(/^[\w-]{56}$/),
    },
    viewer: { ip: "127.0.0.1" },
    request: {
      method: "GET",
      uri: "/media/index.mpd",
      querystring: {
        ID: { value: "42" },
        NoValue: { value: "" },
        mv: { value: "val1", multiValue: [{ value: "val1" }, { value: "val2%2Cval3" }] },
      },
      headers: { host: { value: "localhost:1234" }, "x-mine": { value: "a, b" } },
      cookies: {
        c1: { value: "v1", multiValue: [{ value: "v1" }, { value: "v3" }] },
        c2: { value: "v2" },
      },
    },
  });
});

test("a viewer-request function can change path, query, headers and cookies of the origin request", async () => {
  const ask = await edgeWith({
    request: `function handler(event) {
      var request = event.request;
      request.uri = "/changed";
      delete request.querystring.token;
      request.querystring.added = { value: "1" };
      request.headers["x-added"] = { value: "yes" };
      delete request.headers["x-mine"];
      request.cookies.c = { value: "2" };
      return request;
    }`,
  });
  await ask("/x?token=secret&a=b", { "X-Mine": "1" });
  expect(origin.seen[0]).toMatchObject({
    url: "/cache/show/changed?a=b&added=1",
    headers: { "x-added": "yes", cookie: "c=2" },
  });
  expect(origin.seen[0]?.headers["x-mine"]).toBeUndefined();
});

test("a request that a function leaves alone keeps its query as it was written", async () => {
  const ask = await edgeWith({ request: "function handler(event) { return event.request; }" });
  await ask("/x?b&a=%2f&&c=1&10=x&2=y");
  expect(origin.seen[0]?.url).toBe("/cache/show/x?b&a=%2f&c=1&10=x&2=y");
});

test("the cache is asked for the changed path", async () => {
  const ask = await edgeWith({
    request: 'function handler(event) { event.request.uri = "/same"; return event.request; }',
  });
  await ask("/a");
  expect((await ask("/b")).headers["x-cache"]).toBe("Hit from cloudfront");
});

test("a viewer-response function changes headers, status and cookies, and may replace the body", async () => {
  const ask = await edgeWith({
    response: `function handler(event) {
      var response = event.response;
      response.headers["x-seen"] = { value: event.request.uri + " " + response.headers["x-origin"].value };
      response.cookies.id = { value: "1", attributes: "Secure; Path=/" };
      if (event.request.uri === "/replace") { response.statusCode = 201; response.body = "replaced"; }
      return response;
    }`,
  });
  const kept = await ask("/x");
  expect([kept.status, kept.body.toString()]).toEqual([200, "from origin"]);
  expect(kept.headers).toMatchObject({
    "x-seen": "/x yes",
    "set-cookie": ["id=1; Secure; Path=/"],
    "x-cache": "Miss from cloudfront",
  });
  const replaced = await ask("/replace");
  expect([replaced.status, replaced.body.toString()]).toEqual([201, "replaced"]);
});

test("a viewer-response function does not run for errors of the origin", async () => {
  const ask = await edgeWith({
    response: "function handler() { return { statusCode: 200, body: 'hidden' }; }",
  });
  expect((await ask("/gone")).status).toBe(404);
});

test.each([
  ["throws", "function handler() { throw new Error('no'); }"],
  ["rejects", "async function handler() { await null; throw new Error('no'); }"],
  ["never settles", "async function handler() { await new Promise(function () {}); }"],
  ["has no handler", "function other() {}"],
  ["takes too long", "function handler() { for (;;) {} }"],
  ["evaluates text", "function handler() { return eval('({ statusCode: 200 })'); }"],
  ["wants require", "function handler() { return require('fs'); }"],
])("a function that %s is a 503", async (_what, request) => {
  const ask = await edgeWith({ request });
  const got = await ask("/x");
  expect(got.status).toBe(503);
  expect(got.headers["x-cache"]).toBe("FunctionExecutionError from cloudfront");
  expect(got.body.toString()).toContain(
    "associated with the CloudFront distribution is invalid or could not run",
  );
});

test("a function that does not parse is not published", async () => {
  await expect(edgeWith({ request: "function handler( {" })).rejects.toMatchObject({
    name: "InvalidArgument",
    message: expect.stringContaining("The function code is not valid"),
  });
});

test.each([
  ["no object", "return undefined;"],
  ["a status that is text", "return { statusCode: '200' };"],
  ["a status out of range", "return { statusCode: 99 };"],
  ["a changed method", "event.request.method = 'PUT'; return event.request;"],
  ["a path without a slash", "event.request.uri = 'x'; return event.request;"],
  ["a header in capitals", "return { statusCode: 200, headers: { 'X-A': { value: '1' } } };"],
  ["a header without a value", "return { statusCode: 200, headers: { 'x-a': '1' } };"],
  [
    "a header with a line break",
    "return { statusCode: 200, headers: { 'x-a': { value: 'a\\r\\nb: c' } } };",
  ],
  [
    "a disallowed header",
    "event.request.headers['x-edge-a'] = { value: '1' }; return event.request;",
  ],
  ["a changed Host", "event.request.headers.host = { value: 'other' }; return event.request;"],
  [
    "a body that is not base64",
    "return { statusCode: 200, body: { encoding: 'base64', data: '%' } };",
  ],
])("a function that returns %s is a 502", async (_what, body) => {
  const ask = await edgeWith({ request: `function handler(event) { ${body} }` });
  const got = await ask("/x");
  expect(got.status).toBe(502);
  expect(got.headers["x-cache"]).toBe("FunctionValidationError from cloudfront");
});

test("a function has the language and a console, and nothing of the machine", async () => {
  const ask = await edgeWith(
    {
      request: `function handler() {
        console.log("quiet");
        var names = ["process", "require", "module", "fetch", "setTimeout", "Buffer", "WebAssembly.compile"];
        return { statusCode: 200, body: names.map(function (name) { return typeof globalThis[name]; }).join() };
      }`,
    },
    "cloudfront-js-1.0",
  );
  expect((await ask("/x")).body.toString()).toBe(
    Array.from({ length: 7 }, () => "undefined").join(),
  );
});

test("nothing of one run is left for the next", async () => {
  const ask = await edgeWith({
    request:
      "var count = 0; function handler() { count += 1; return { statusCode: 200, body: String(count) }; }",
  });
  await ask("/x");
  expect((await ask("/x")).body.toString()).toBe("1");
});
