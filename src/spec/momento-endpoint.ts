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

/** Base URL of the HTTP data API of a cell (Momento docs, regions): `https://api.cache.<endpoint>`. */
export function restUrlOf(endpoint: string): string {
  return `https://api.cache.${endpoint}`;
}
