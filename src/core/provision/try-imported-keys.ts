import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { checkKey, checkKeyAhead, checkNoManager } from "../../services/momento/key-check.ts";
import { retryingHttp } from "../../services/momento/retrying-http.ts";
import { noteRetries } from "../engine/note-retries.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Tries the keys that the user brought against the cache, before anything is built on them; of one that is yet to be made
 * (`isAhead`) what a read tells. Throws the MOMENTO_KEY_… codes of `checkKey`: too weak, too strong, for another cache,
 * expired.
 */
export async function tryImportedKeys(
  { clock, signal, random, emit }: Host,
  { imported, planContext, clients }: Pick<Stack, "imported" | "planContext" | "clients">,
  { isAhead = false }: { readonly isAhead?: boolean } = {},
): Promise<void> {
  const onRetry = noteRetries(emit);
  for (const kind of ["encoderKey", "playerKey"] as const) {
    const key = imported[kind];
    if (key === undefined) continue;
    const direct = momentoHttp({ restUrl: clients.momentoRestUrl, key: key.apiKey });
    const http = retryingHttp(direct, { clock, signal, random, onRetry });
    const cache = cacheName(planContext());
    const check = isAhead ? checkKeyAhead : checkKey;
    await check(http, { kind, cache, stamp: clock.now(), signal, isGiven: true });
    await checkNoManager({ momento: await clients.momento(), kind, key, callOptions: { signal } });
  }
}
