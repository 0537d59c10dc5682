import type { Readable } from "node:stream";
import { normaliseAcceptEncoding } from "./accept-encoding.ts";
import { collect } from "./collect.ts";
import { compress, isCompressible } from "./compression.ts";
import { readDirectives } from "./freshness.ts";
import type { CachedObject } from "./object-cache.ts";
import { type OriginAnswer, OriginFailure } from "./origin-client.ts";
import { viewerHeaders } from "./origin-headers.ts";
import type { Wanted } from "./wanted.ts";
import { headerOf } from "./reply.ts";

/** Larger objects are passed on and not kept, so that memory stays bounded; CloudFront's own limit is 50 GB. */
const MAX_OBJECT_BYTES = 32 * 1024 * 1024;

/**
 * Makes the object that goes into the cache, compressed where the behavior and the viewer say so; hands the answer back as
 * `passOn` when it is too large. Rejects with OriginFailure when the origin's answer ends early.
 */
export async function storeObject({
  answer,
  wanted: { viewer, behavior },
  now,
  seconds,
}: {
  readonly answer: OriginAnswer;
  readonly wanted: Wanted;
  readonly now: number;
  readonly seconds: number;
}): Promise<{ readonly object: CachedObject } | { readonly passOn: OriginAnswer }> {
  const collected = await read(answer.body);
  if (!Buffer.isBuffer(collected)) return { passOn: { ...answer, body: collected } };
  const headers = viewerHeaders(answer.headers, behavior);
  const accepted = normaliseAcceptEncoding(viewer.headers.get("accept-encoding"), behavior.cache);
  const compressible =
    behavior.compress &&
    viewer.method === "GET" &&
    accepted !== "" &&
    isCompressible(answer.status, headers);
  const kept = compressible
    ? await compress(collected, headers, accepted)
    : { body: collected, headers: withLength(headers, viewer.method, collected.length) };
  return {
    object: {
      status: answer.status,
      ...kept,
      storedAt: now,
      freshUntil: now + seconds * 1000,
      validators: {
        etag: headerOf(answer.headers, "etag"),
        lastModified: headerOf(answer.headers, "last-modified"),
      },
      staleAllowed: readDirectives(headerOf(headers, "cache-control")).staleIfErrorSeconds !== 0,
    },
  };
}

async function read(body: Readable): Promise<Buffer | Readable> {
  try {
    return await collect(body, MAX_OBJECT_BYTES);
  } catch (error) {
    if (error instanceof OriginFailure) throw error;
    throw new OriginFailure(
      502,
      "The origin closed the connection before its answer was complete.",
    );
  }
}

function withLength(
  headers: CachedObject["headers"],
  method: string,
  length: number,
): CachedObject["headers"] {
  if (method === "HEAD") return headers;
  return [
    ...headers.filter(([name]) => name.toLowerCase() !== "content-length"),
    ["Content-Length", String(length)],
  ];
}
