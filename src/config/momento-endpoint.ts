const SERVICE_PREFIX = /^(?:api\.)?(?:cache|control|token)\./;
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/**
 * The bare cell host inside what people paste: `https://`, a path, a port of 443, and the `api.cache.`, `cache.`,
 * `control.` and `token.` prefixes are taken off. Undefined when no host name is left.
 */
export function normaliseEndpoint(text: string): string | undefined {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/[/?#].*$/s, "")
    .replace(/:443$/, "")
    .replace(/\.$/, "")
    .replace(SERVICE_PREFIX, "");
  return HOST.test(host) ? host : undefined;
}

/**
 * Momento's account API, the same for all cells (Momento docs, API keys HTTP API and Roles HTTP API). The pages are not
 * listed, so this is an assumption and can be set.
 */
export const DEFAULT_ACCOUNT_URL = "https://mga.registry.prod.a.momentohq.com";

/**
 * A base URL as it is used, without a slash at its end; undefined for what is none. Momento's own hosts and this machine only,
 * and plain HTTP only here: the key of the whole account travels with every request, and the file that says where may come
 * from somebody else. Pure.
 */
export function normaliseAccountUrl(text: string): string | undefined {
  const found = /^(https?):\/\/([^/?#@\s]+)\/*$/i.exec(text.trim());
  const [, scheme = "", host = ""] = found ?? [];
  if (found === null || !/^[a-z0-9.-]+(?::\d{1,5})?$/i.test(host)) return undefined;
  const isHere = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host);
  const isMomento = /^(?:[a-z0-9-]+\.)+momentohq\.com(?::443)?$/i.test(host);
  if (!isHere && !(isMomento && scheme.toLowerCase() === "https")) return undefined;
  return `${scheme.toLowerCase()}://${host.toLowerCase()}`;
}

/** Base URL of the HTTP data API of a cell (Momento docs, regions): `https://api.cache.<endpoint>`. */
export function restUrlOf(endpoint: string): string {
  return `https://api.cache.${endpoint}`;
}
