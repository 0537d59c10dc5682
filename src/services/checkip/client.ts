import { withTimeLimit } from "../time-limit.ts";

/** AWS's own service that answers with the address it sees (AWS General Reference). */
const CHECK_IP_URL = "https://checkip.amazonaws.com/";
const PATIENCE_MS = 4_000;

/**
 * This machine's public IPv4 address as AWS sees it; undefined when nobody answers within 4 seconds, or with something
 * else. Ask the user first: it tells a third party that this machine exists.
 */
export async function publicAddress(
  signal: AbortSignal,
  url: string = CHECK_IP_URL,
): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      signal: withTimeLimit(signal, PATIENCE_MS),
    });
    const text = (await answer.text()).trim();
    return answer.ok && /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
