import type { Call } from "../../core/engine/call.ts";
import type { PlanContext, StoredKey } from "../../core/engine/resource.ts";
import type { Secret } from "../../config/secret.ts";
import { cacheName } from "./cache-name.ts";

const DAY_SECONDS = 86_400;

/** What a key may do with its one cache, in the SDK's words. */
export type KeyRole = "readwrite" | "readonly";

/** What a key is asked for with, in the SDK's member names: `generateApiKey(scope, expiresIn)`. */
type KeyRequest = {
  readonly scope: {
    readonly permissions: readonly [{ readonly role: KeyRole; readonly cache: string }];
  };
  readonly expiresIn: { readonly validForSeconds: number };
};

/** CreateCache. */
export function createCacheCall(name: string): Call {
  return { service: "momento", operation: "CreateCache", input: { cacheName: name } };
}

/** DeleteCache: everything in it goes at once. */
export function deleteCacheCall(name: string): Call {
  return { service: "momento", operation: "DeleteCache", input: { cacheName: name } };
}

/** A key for one cache and nothing else, for so many days. */
export function keyRequest(cache: string, role: KeyRole, days: number): KeyRequest {
  return {
    scope: { permissions: [{ role, cache }] },
    expiresIn: { validForSeconds: days * DAY_SECONDS },
  };
}

/** GenerateApiKey for one cache. */
export function generateKeyCall(cache: string, role: KeyRole, days: number): Call {
  return {
    service: "momento",
    operation: "GenerateApiKey",
    input: keyRequest(cache, role, days),
  };
}

/** RefreshApiKey: a successor of the same scope and duration; the key itself stays valid. */
export function refreshKeyCall({ apiKey, refreshToken }: StoredKey): Call {
  return { service: "momento", operation: "RefreshApiKey", input: { apiKey, refreshToken } };
}

/**
 * Where MediaLive writes, exactly as in the tutorial: `<rest>/cache/<name>/playlist.m3u8?token=<encoder key>&
 * ttl_seconds=<ttl>&role=origin`, the key percent-encoded. With `parameter-store` the key travels as HTTP Basic credentials
 * and the token is left out: both at once is refused (Momento docs, HTTP API). `role=origin` is what makes MediaLive
 * publish segments (Momento docs, MediaLive guide).
 */
export function destinationUrl(context: PlanContext): Secret | string {
  const base = `${context.momentoRestUrl}/cache/${encodeURIComponent(cacheName(context))}/playlist.m3u8`;
  const rest = `ttl_seconds=${context.spec.origin.ttlSeconds}&role=origin`;
  return context.spec.channel.encoderAuth === "url-token"
    ? context.secrets.encoderKey.derive((key) => `${base}?token=${encodeURIComponent(key)}&${rest}`)
    : `${base}?${rest}`;
}
