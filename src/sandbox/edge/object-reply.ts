import { readRange } from "./byte-range.ts";
import type { CachedObject } from "./object-cache.ts";
import { type CacheResult, type Header, headerOf, type Reply } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/** Answers a viewer with an object: whole, a range of it, or that it has not changed. `now` is epoch milliseconds. */
export function objectReply(
  object: CachedObject,
  result: CacheResult,
  viewer: ViewerRequest,
  now: number,
): Reply {
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
  const range = viewer.method === "GET" ? readRange(asked, object.body.length) : "whole";
  if (range === "whole") return whole;
  const withoutLength = headers.filter(([name]) => name.toLowerCase() !== "content-length");
  if (range === "unsatisfiable")
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
  const part = object.body.subarray(range.first, range.last + 1);
  return {
    ...whole,
    status: 206,
    headers: [
      ...withoutLength,
      ["Content-Range", `bytes ${range.first}-${range.last}/${object.body.length}`],
      ["Content-Length", String(part.length)],
    ],
    body: part,
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
