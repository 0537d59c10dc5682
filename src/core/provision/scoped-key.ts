import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { type HttpAnswer, momentoHttp } from "../../services/momento/http-client.ts";
import { isCacheMissing } from "../../services/momento/missing-cache.ts";
import { retryingHttp } from "../../services/momento/retrying-http.ts";
import type { Host } from "../host.ts";
import type { Clients } from "../stack/clients.ts";

/** What a key was seen to be allowed on a cache; `unknown` when Momento did not say. */
type Rights = "read and write" | "read" | "nothing" | "unknown";

type ProbeHost = Pick<Host, "clock" | "signal" | "random">;

/**
 * The failure of a fine-grained key that was given as the account's: what it was seen to be allowed on the stack's cache, and
 * what it is good for. Writes one byte for a second, where it may. Throws only for an interruption.
 */
export async function scopedKeyGiven(
  host: ProbeHost,
  { clients, cache }: { readonly clients: Clients; readonly cache: string },
): Promise<LiveOriginError> {
  const rights = await rightsOn(host, clients, cache);
  const needed =
    "Nothing was created. Making caches and keys takes a super-user key (https://console.gomomento.com/api-keys).";
  return new LiveOriginError({
    code: "MOMENTO_KEY_TOO_WEAK",
    message: `The Momento key is a fine-grained key, not one of the account: it may make neither caches nor keys. ${SEEN[rights](cache)} ${needed}`,
    hint: HINTS[rights](cache),
    resource: "MOMENTO_API_KEY",
    exitCode: EXIT.failed,
  });
}

const SEEN: Readonly<Record<Rights, (cache: string) => string>> = {
  "read and write": (cache) => `It may read and write the cache ${cache}.`,
  read: (cache) => `It may read the cache ${cache}, and not write it.`,
  nothing: (cache) => `It may not read the cache ${cache} either, or there is no such cache.`,
  unknown: (cache) => `What it may do on the cache ${cache} could not be found out.`,
};

const TWO_KEYS =
  "If it is for another cache, name that with --cache NAME. With a read-write key from --encoder-key-file, a read-only one from --player-key-file and --adopt-cache nothing else is needed.";

const HINTS: Readonly<Record<Rights, (cache: string) => string>> = {
  "read and write": (cache) =>
    `It is what --encoder-key-file takes. With a read-only key from --player-key-file, --cache ${cache} and --adopt-cache nothing else is needed.`,
  read: (cache) =>
    `It is what --player-key-file takes. With a read-write key from --encoder-key-file, --cache ${cache} and --adopt-cache nothing else is needed.`,
  nothing: () => TWO_KEYS,
  unknown: () => TWO_KEYS,
};

async function rightsOn(
  { clock, signal, random }: ProbeHost,
  clients: Clients,
  cache: string,
): Promise<Rights> {
  const direct = momentoHttp({ restUrl: clients.momentoRestUrl, key: clients.momentoKey });
  const http = retryingHttp(direct, { clock, signal, random });
  const probe = `live-origin-probe-${clock.now().toString(36)}`;
  try {
    const read = await http.get(cache, probe, signal);
    if (isCacheMissing(read) || isRefused(read)) return "nothing";
    if (read.status !== 200 && read.status !== 404) return "unknown";
    const written = await http.put(cache, probe, {
      body: new Uint8Array([0]),
      ttlSeconds: 1,
      signal,
    });
    if (isRefused(written)) return "read";
    if (written.status < 200 || written.status > 299) return "unknown";
    await http.delete(cache, probe, signal);
    return "read and write";
  } catch (error) {
    if (error instanceof LiveOriginError) return "unknown";
    throw error;
  }
}

function isRefused({ status }: HttpAnswer): boolean {
  return status === 401 || status === 403;
}
