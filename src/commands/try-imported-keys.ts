import type { Context } from "../context.ts";
import { checkKey, checkNoManager } from "../services/momento/key-check.ts";
import { cacheName } from "../services/momento/cache-name.ts";
import { momentoHttp } from "../services/momento/http-client.ts";
import { patientHttp } from "../services/momento/patient-http.ts";
import type { Stack } from "./stack.ts";

/**
 * Tries the keys that the user brought against the cache, before anything is built on them. Throws the MOMENTO_KEY_… codes
 * of `checkKey`: too weak, too strong, for another cache, expired.
 */
export async function tryImportedKeys(
  { imported, scope, clouds }: Pick<Stack, "imported" | "scope" | "clouds">,
  { clock, signal }: Pick<Context, "clock" | "signal">,
): Promise<void> {
  for (const kind of ["encoderKey", "playerKey"] as const) {
    const key = imported[kind];
    if (key === undefined) continue;
    const once = momentoHttp({ restUrl: clouds.momentoRestUrl, key: key.apiKey });
    const http = patientHttp(once, { clock, signal });
    const cache = cacheName(scope());
    await checkKey(http, { kind, cache, stamp: clock.now(), signal, isGiven: true });
    await checkNoManager(await clouds.momento(), kind, key, { signal });
  }
}
