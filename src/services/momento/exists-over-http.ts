import { LiveOriginError } from "../../config/failure.ts";
import { type CallOptions, retryListener, type RetryOptions } from "../aws/call-options.ts";
import type { MomentoClient } from "./client.ts";
import { type MomentoHttpOptions, momentoHttp } from "./http-client.ts";
import { ABSENT_KEY, isCacheMissing } from "./missing-cache.ts";
import { retryingHttp } from "./retrying-http.ts";

/**
 * Is there such a cache? As a key for one cache can find out: a read of something that is not in it is a 404, whose wording tells
 * a missing key from a missing cache (Momento docs, HTTP API). Throws MOMENTO_KEY_REJECTED (401), MOMENTO_KEY_TOO_WEAK (403),
 * MOMENTO_KEY_UNCLEAR, MOMENTO_UNREACHABLE.
 */
export function existsOverHttp(
  options: MomentoHttpOptions,
  pace: RetryOptions,
): MomentoClient["cacheExists"] {
  const once = momentoHttp(options);
  return async (name: string, callOptions: CallOptions) => {
    const http = retryingHttp(once, {
      clock: pace.clock,
      random: pace.random,
      signal: callOptions.signal,
      ...retryListener(pace, callOptions, "momento:get"),
    });
    const answer = await http.get(name, ABSENT_KEY, callOptions.signal);
    if (answer.status === 200 || answer.status === 404) return !isCacheMissing(answer);
    throw refused(name, answer.status);
  };
}

function refused(name: string, status: number): LiveOriginError {
  if (status === 401)
    return new LiveOriginError({
      code: "MOMENTO_KEY_REJECTED",
      message: `Momento does not accept the encoder key (cache ${name}, 401): it has expired, or belongs to another cell or account.`,
      hint: "Make a new one in the Momento console and give its file with --encoder-key-file.",
      resource: "encoderKey",
    });
  if (status === 403)
    return new LiveOriginError({
      code: "MOMENTO_KEY_TOO_WEAK",
      message: `The encoder key may not read the cache ${name} (403): it was made for another cache, or may only write.`,
      hint: `Name the cache that it is for with --cache NAME, or give a key with read-write access to ${name} with --encoder-key-file.`,
      resource: "encoderKey",
    });
  return new LiveOriginError({
    code: "MOMENTO_KEY_UNCLEAR",
    message: `Could not tell whether the cache ${name} exists: Momento answered HTTP ${status}.`,
    hint: "Run the same command again in a minute.",
    resource: "cache",
  });
}
