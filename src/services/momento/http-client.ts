import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { requireMomentoUrl } from "../../config/momento-host.ts";
import type { Secret } from "../../config/secret.ts";
import { fetchFailure, firstBytes } from "./answer-bytes.ts";

/** What the HTTP data API answered. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most `maxBytes` of it. */
  readonly body: Uint8Array;
};

/** What is stored, and for how long. */
type HttpItem = {
  readonly body: Uint8Array;
  readonly ttlSeconds: number;
  readonly signal?: AbortSignal | undefined;
};

export type MomentoHttp = {
  /** `GET /cache/<cache>/<key>`, as the edge asks. */
  get(cache: string, key: string, signal?: AbortSignal): Promise<HttpAnswer>;
  put(cache: string, key: string, item: HttpItem): Promise<HttpAnswer>;
  delete(cache: string, key: string, signal?: AbortSignal): Promise<HttpAnswer>;
};

export type MomentoHttpOptions = {
  /** `https://api.cache.<cell>`, without a trailing slash. */
  readonly restUrl: string;
  /** Sent as the Authorization header, without `Bearer`; undefined asks without a key. */
  readonly key: Secret | undefined;
  /** For one request, its body included; 10,000 unless told. */
  readonly timeoutMs?: number;
  /** More than this of an answer is cut off; 12,000,000 unless told, above the 10 MB of a segment. */
  readonly maxBytes?: number;
};

/**
 * Momento's HTTP data API with one key (Momento docs, HTTP API): one attempt a call, never a redirect. Every HTTP status
 * is an answer. Throws MOMENTO_HOST_FOREIGN, MOMENTO_UNREACHABLE without one, and the signal's reason on an abort.
 */
export function momentoHttp(options: MomentoHttpOptions): MomentoHttp {
  const { restUrl, key, timeoutMs = 10_000, maxBytes = 12_000_000 } = options;
  requireMomentoUrl(restUrl);
  const send = async ({
    method,
    path,
    signal,
    body,
  }: {
    readonly method: "GET" | "PUT" | "DELETE";
    readonly path: string;
    readonly signal: AbortSignal | undefined;
    readonly body?: Uint8Array | undefined;
  }): Promise<HttpAnswer> => {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await fetch(`${restUrl}${path}`, {
        method,
        redirect: "manual",
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        ...(key === undefined ? {} : { headers: { authorization: key.reveal() } }),
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await firstBytes(answer.body, maxBytes),
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw unreachable(
        restUrl,
        limit.aborted ? `no answer in ${timeoutMs} ms` : fetchFailure(error),
      );
    }
  };
  const cachePath = (cache: string): string => `/cache/${encodeURIComponent(cache)}`;
  const keyPath = (cache: string, item: string): string =>
    `${cachePath(cache)}?key=${encodeURIComponent(item)}`;
  return {
    get: (cache, item, signal) =>
      send({ method: "GET", path: `${cachePath(cache)}/${encodeURIComponent(item)}`, signal }),
    put: (cache, item, { body, ttlSeconds, signal }) =>
      send({
        method: "PUT",
        path: `${keyPath(cache, item)}&ttl_seconds=${ttlSeconds}`,
        signal,
        body,
      }),
    delete: (cache, item, signal) => send({ method: "DELETE", path: keyPath(cache, item), signal }),
  };
}

function unreachable(restUrl: string, why: string): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_UNREACHABLE",
    message: `Momento's HTTP API at ${restUrl} cannot be reached: ${why}.`,
    hint: `Check the network and the endpoint (${ownCommand("doctor")}), then run the same command again.`,
  });
}
