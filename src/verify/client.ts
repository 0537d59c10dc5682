import { withTimeLimit } from "../services/time-limit.ts";

/** One answer as a viewer sees it. */
export type ViewerAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
};

const TIMEOUT_MS = 10_000;

/** What else a request may say. */
type RequestOptions = {
  readonly method?: string;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Asks for a URL as a player would: no key, redirects not followed, 10 s at most. Undefined when nothing answered.
 * Throws only the signal's reason.
 */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  { method = "GET", body, signal }: RequestOptions = {},
): Promise<ViewerAnswer | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: withTimeLimit(signal, TIMEOUT_MS),
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** One request whose answer is read by whoever asks: redirects are not followed. Throws what fetch throws. */
export function openResponse(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(url, { redirect: "manual", headers, signal });
}
