/** One answer as a viewer sees it. */
export type ViewerAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
};

const TIMEOUT_MS = 10_000;

/**
 * GETs a URL as a player would: no key, redirects not followed, 10 s at most. Undefined when nothing answered.
 * Never throws.
 */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ViewerAnswer | undefined> {
  try {
    const response = await fetch(url, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  } catch {
    return undefined;
  }
}
