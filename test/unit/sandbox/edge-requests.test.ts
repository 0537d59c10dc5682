import { expect, test } from "vitest";
import { normaliseAcceptEncoding } from "../../../src/sandbox/edge/accept-encoding.ts";
import { readRanges } from "../../../src/sandbox/edge/byte-range.ts";
import { cacheKey } from "../../../src/sandbox/edge/cache-key.ts";
import type { EdgeBehavior } from "../../../src/sandbox/edge/edge-config.ts";
import { anyOf, pickCookies, pickQuery } from "../../../src/sandbox/edge/query.ts";
import type { ViewerRequest } from "../../../src/sandbox/edge/viewer-request.ts";

const none = { mode: "none", names: new Set<string>() } as const;
const behavior: EdgeBehavior = {
  pattern: "*",
  origin: {
    id: "origin",
    domainName: "127.0.0.1",
    path: "",
    headers: [],
    https: false,
    port: 80,
    connectionAttempts: 3,
    connectionTimeoutSeconds: 10,
    readTimeoutSeconds: 30,
  },
  viewerProtocol: "allow-all",
  allowedMethods: new Set(["GET", "HEAD"]),
  cachedMethods: new Set(["GET", "HEAD"]),
  compress: false,
  cache: {
    minTtlSeconds: 1,
    defaultTtlSeconds: 1,
    maxTtlSeconds: 1,
    gzip: true,
    brotli: true,
    headers: new Set(["origin"]),
    cookies: { mode: "allExcept", names: new Set(["session"]) },
    queryStrings: { mode: "whitelist", names: new Set(["v", "a b"]) },
  },
  forward: undefined,
  responseHeaders: undefined,
  viewerRequest: undefined,
  viewerResponse: undefined,
};
const request = (
  changes: Partial<ViewerRequest> = {},
  headers: Record<string, string> = {},
): ViewerRequest => ({
  method: "GET",
  path: "/x",
  rawQuery: "",
  ip: "127.0.0.1",
  httpVersion: "1.1",
  headers: new Map(Object.entries(headers)),
  ...changes,
});
const same = (a: ViewerRequest, b: ViewerRequest): boolean =>
  cacheKey(a, behavior) === cacheKey(b, behavior);

test("the cache key has the path, the named query strings, headers and cookies, and the encoding", () => {
  expect(same(request(), request({ rawQuery: "token=1" }))).toBe(true);
  expect(same(request({ rawQuery: "v=1" }), request({ rawQuery: "v=2" }))).toBe(false);
  expect(same(request(), request({ path: "/X" }))).toBe(false);
  expect(same(request(), request({}, { origin: "http://a" }))).toBe(false);
  expect(same(request(), request({}, { referer: "http://a" }))).toBe(true);
  expect(same(request(), request({}, { cookie: "session=1" }))).toBe(true);
  expect(same(request(), request({}, { cookie: "language=de" }))).toBe(false);
  expect(
    same(
      request({}, { "accept-encoding": "br, gzip" }),
      request({}, { "accept-encoding": "gzip,deflate,br" }),
    ),
  ).toBe(true);
  expect(same(request(), request({ method: "HEAD" }))).toBe(true);
  expect(same(request(), request({ method: "OPTIONS" }))).toBe(false);
});

test("query strings are chosen by their decoded names and kept as they were written", () => {
  const takes = anyOf(behavior.cache.queryStrings);
  expect(pickQuery("a+b=1&v=%2f&&x=2&a%20b&v", takes)).toBe("a+b=1&v=%2f&a%20b&v");
  expect(pickQuery("%zz=1", anyOf({ mode: "all", names: new Set() }))).toBe("%zz=1");
  expect(pickQuery("a=1", anyOf(none, undefined))).toBe("");
});

test("cookies are chosen by name", () => {
  expect(pickCookies("session=1; language=de;theme=dark", anyOf(behavior.cache.cookies))).toBe(
    "language=de; theme=dark",
  );
  expect(pickCookies(undefined, () => true)).toBe("");
});

test.each([
  ["gzip, deflate, br", true, true, "br,gzip"],
  ["GZIP;q=0.5", true, true, "gzip"],
  ["br;q=0, gzip", true, true, "gzip"],
  ["br", true, true, "br"],
  ["br, gzip", true, false, "gzip"],
  ["br, gzip", false, false, ""],
  ["identity", true, true, ""],
  [undefined, true, true, ""],
])("Accept-Encoding %s (gzip %s, brotli %s) becomes '%s'", (header, gzip, brotli, normalised) => {
  expect(normaliseAcceptEncoding(header, { gzip, brotli })).toBe(normalised);
});

test.each([
  [undefined, "whole"],
  ["items=0-1", "whole"],
  ["bytes=-", "whole"],
  ["bytes=5-1", "whole"],
  ["bytes=0-", [{ first: 0, last: 9 }]],
  ["bytes=-20", [{ first: 0, last: 9 }]],
  [
    "bytes=0-1,-2",
    [
      { first: 0, last: 1 },
      { first: 8, last: 9 },
    ],
  ],
  ["bytes=2-3,0-1", "whole"],
  ["bytes=0-3,2-5", "whole"],
  ["bytes=0-1,99-", "whole"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=10-11", "unsatisfiable"],
] as const)("the range %s of ten bytes", (header, range) => {
  expect(readRanges(header, 10)).toEqual(range);
});
