import { readRanges } from "./byte-range.ts";
import type { CachedObject } from "./object-cache.ts";
import { type CacheResult, type Header, headerOf, type Reply } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/**
 * Answers a viewer with an object: whole, ranges of it, or that it has not changed. What came just now from an origin that
 * did not cut it goes on whole (CloudFront developer guide, "How CloudFront processes partial requests"). `now` is epoch
 * milliseconds.
 */
export function objectReply({
  object,
  result,
  viewer,
  now,
}: {
  readonly object: CachedObject;
  readonly result: CacheResult;
  readonly viewer: ViewerRequest;
  readonly now: number;
}): Reply {
  const age = Math.max(0, Math.floor((now - object.storedAt) / 1000));
  const headers: readonly Header[] =
    result === "Miss" || (age === 0 && result === "Error")
      ? object.headers
      : [...object.headers, ["Age", String(age)]];
  const whole: Reply = {
    status: object.status,
    headers,
    body: object.body,
    result,
    generated: false,
  };
  if (object.status !== 200 || (viewer.method !== "GET" && viewer.method !== "HEAD")) return whole;
  if (isUnchanged(object.headers, viewer)) {
    const kept = headers.filter(([name]) => !/^content-(length|encoding|type)$/i.test(name));
    return { ...whole, status: 304, headers: kept, body: undefined };
  }
  const asked = rangeStillApplies(object.headers, viewer) ? viewer.headers.get("range") : undefined;
  const ranges =
    viewer.method === "GET" && result !== "Miss" ? readRanges(asked, object.body.length) : "whole";
  if (ranges === "whole") return whole;
  const withoutLength = headers.filter(([name]) => name.toLowerCase() !== "content-length");
  if (ranges === "unsatisfiable")
    return {
      ...whole,
      status: 416,
      headers: [
        ...withoutLength,
        ["Content-Range", `bytes */${object.body.length}`],
        ["Content-Length", "0"],
      ],
      body: Buffer.alloc(0),
      result: "Error",
    };
  const parts = ranges.map(({ first, last }) => ({
    range: `bytes ${first}-${last}/${object.body.length}`,
    bytes: object.body.subarray(first, last + 1),
  }));
  const [only] = parts;
  if (only !== undefined && parts.length === 1)
    return {
      ...whole,
      status: 206,
      headers: [
        ...withoutLength,
        ["Content-Range", only.range],
        ["Content-Length", String(only.bytes.length)],
      ],
      body: only.bytes,
    };
  const type = headerOf(headers, "content-type");
  const boundary = "CloudFront:ranges";
  const body = Buffer.concat([
    ...parts.flatMap(({ range, bytes }) => [
      Buffer.from(
        `\r\n--${boundary}\r\n${type === undefined ? "" : `Content-Type: ${type}\r\n`}Content-Range: ${range}\r\n\r\n`,
      ),
      bytes,
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return {
    ...whole,
    status: 206,
    headers: [
      ...withoutLength.filter(([name]) => name.toLowerCase() !== "content-type"),
      ["Content-Type", `multipart/byteranges; boundary="${boundary}"`],
      ["Content-Length", String(body.length)],
    ],
    body,
  };
}

function isUnchanged(headers: readonly Header[], viewer: ViewerRequest): boolean {
  const noneMatch = viewer.headers.get("if-none-match");
  if (noneMatch !== undefined) {
    const etag = headerOf(headers, "etag");
    const known = noneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    return etag !== undefined && (known.includes("*") || known.includes(etag.replace(/^W\//, "")));
  }
  const since = Date.parse(viewer.headers.get("if-modified-since") ?? "");
  const modified = Date.parse(headerOf(headers, "last-modified") ?? "");
  return modified <= since;
}

function rangeStillApplies(headers: readonly Header[], viewer: ViewerRequest): boolean {
  const condition = viewer.headers.get("if-range");
  return (
    condition === undefined ||
    condition === headerOf(headers, "etag") ||
    condition === headerOf(headers, "last-modified")
  );
}
