import type { HttpAnswer } from "./http-client.ts";

/** A key that is in no cache: whether the cache is there shows in what a read of it is answered with. */
export const ABSENT_KEY = "live-origin-is-it-there";

/** Does a 404 say that there is no such cache? Only its wording tells that from a missing key (Momento docs, HTTP API). */
export function isCacheMissing({ status, body }: Pick<HttpAnswer, "status" | "body">): boolean {
  return status === 404 && /cache not found/i.test(new TextDecoder().decode(body));
}
