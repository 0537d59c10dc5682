import { momentoHttp } from "../services/momento/http-client.ts";
import { LiveOriginError } from "../config/failure.ts";
import type { Secret } from "../config/secret.ts";
import { get, type ViewerAnswer } from "./client.ts";
import type { Shell } from "../config/text/shell-text.ts";
import { curlOrigin, curlViewer } from "./curl.ts";
import type { Source } from "./cached-source.ts";
import { fileName } from "./playlists.ts";
import type { VerifyTarget } from "./target.ts";

/** What asking needs: when to give up, and whose words the command that repeats it is in. */
type AskOptions = { readonly signal: AbortSignal; readonly shell: Shell };

const RETRIES = 3;
const PAUSE_MS = 300;

/** What was refused for a limit on reads, as it comes. */
export type LimitedReads = { readonly names: string[]; reads: number };

type RetryOptions = Pick<VerifyTarget, "clock" | "signal"> & {
  readonly limited: LimitedReads;
  readonly readPace?: VerifyTarget["readPace"];
};

/** Asks again where a limit on reads refuses: what is there then is judged, and the refusals are told by themselves. */
export function retryingSource(source: Source, options: RetryOptions): Source {
  return {
    ...source,
    get: (address) =>
      retryLimited(
        `${fileName(address)} at the ${source.name}`,
        () => paced(source, address, options),
        options,
      ),
  };
}

async function paced(
  source: Source,
  address: string,
  { readPace }: RetryOptions,
): Promise<ViewerAnswer | undefined> {
  const read = (): Promise<ViewerAnswer | undefined> => source.get(address);
  const pace = await readPace?.();
  if (pace === undefined) return read();
  return pace.run(address, read, (answer) => ({
    bytes: answer?.body.length ?? 0,
    headers: answer?.headers,
  }));
}

/** The same for one read. Throws the signal's reason. */
export async function retryLimited(
  name: string,
  read: () => Promise<ViewerAnswer | undefined>,
  { clock, signal, limited }: RetryOptions,
): Promise<ViewerAnswer | undefined> {
  for (let tries = 1; ; tries += 1) {
    limited.reads += 1;
    const answer = await read();
    if (answer?.status !== 429) return answer;
    limited.names.push(name);
    if (tries > RETRIES) return answer;
    await clock.sleep(PAUSE_MS * tries, signal);
  }
}

/** The edge as viewers find it: no key, the queries of the playlists as they are. */
export function edgeSource(playbackUrl: string, { signal, shell }: AskOptions): Source {
  return {
    name: "edge",
    resolve: (uri, from) => (from === undefined ? playbackUrl : new URL(uri, from).href),
    get: (address) => get(address, {}, { signal }),
    curl: (address, flags) => curlViewer(shell, address, { flags }),
  };
}

/**
 * The origin with a key in the header. The query of a URI is left out: MediaLive writes the encoder's key there, and two
 * keys at once are refused (Momento docs, HTTP API).
 */
export function originSource(
  { restUrl, cache }: { readonly restUrl: string; readonly cache: string },
  key: () => Promise<Secret | undefined>,
  { signal, shell }: AskOptions,
): Source {
  const url = (name: string): string =>
    `${restUrl}/cache/${encodeURIComponent(cache)}/${encodeURIComponent(name)}`;
  return {
    name: "origin",
    resolve: (uri) => fileName(uri),
    get: async (name) => readItem({ restUrl, cache, key: await key(), name, signal }),
    curl: (name, flags) => curlOrigin(shell, url(name), { flags }),
  };
}

type Item = {
  readonly restUrl: string;
  readonly cache: string;
  readonly key: Secret | undefined;
  readonly name: string;
  readonly signal: AbortSignal;
  /** Gets the reason why Momento did not answer. */
  readonly tell?: (why: string) => void;
};

/** One item of the cache; undefined when Momento does not answer. */
export async function readItem(item: Item): Promise<ViewerAnswer | undefined> {
  const { restUrl, cache, key, name, signal, tell } = item;
  try {
    const { status, headers, body } = await momentoHttp({ restUrl, key }).get(cache, name, signal);
    return { status, headers: new Headers(headers), body: Buffer.from(body) };
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    tell?.(error.message);
    return undefined;
  }
}
