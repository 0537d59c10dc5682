import type { Metadata } from "@grpc/grpc-js";

/** The bare key of a call; empty when there is none. */
export function bearerOf(metadata: Metadata): string {
  return String(metadata.get("authorization")[0] ?? "");
}

/** The cache that a data plane call is about. */
export function cacheOf(metadata: Metadata): string {
  return String(metadata.get("cache")[0] ?? "");
}
