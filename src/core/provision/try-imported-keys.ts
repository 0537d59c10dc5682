import { checkKey, checkNoManager } from "../../services/momento/key-check.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { patientHttp } from "../../services/momento/patient-http.ts";
import type { Invocation } from "../../cli/command.ts";
import { tellsRetries } from "../../cli/retry-warning.ts";
import type { Stack } from "../stack/open-stack.ts";

/**
 * Tries the keys that the user brought against the cache, before anything is built on them. Throws the MOMENTO_KEY_… codes
 * of `checkKey`: too weak, too strong, for another cache, expired.
 */
export async function tryImportedKeys(
  { imported, scope, clouds }: Pick<Stack, "imported" | "scope" | "clouds">,
  { context, output }: Pick<Invocation, "context" | "output">,
): Promise<void> {
  const { clock, signal, random } = context;
  const onRetry = tellsRetries(output);
  for (const kind of ["encoderKey", "playerKey"] as const) {
    const key = imported[kind];
    if (key === undefined) continue;
    const once = momentoHttp({ restUrl: clouds.momentoRestUrl, key: key.apiKey });
    const http = patientHttp(once, { clock, signal, random, onRetry });
    const cache = cacheName(scope());
    await checkKey(http, { kind, cache, stamp: clock.now(), signal, isGiven: true });
    await checkNoManager(await clouds.momento(), kind, key, { signal });
  }
}
