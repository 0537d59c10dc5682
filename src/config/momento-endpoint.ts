import { type HostOwner, hostOwner, urlOwner } from "./momento-host.ts";

const SERVICE_PREFIX = /^(?:api\.)?(?:cache|control|token)\./;

/**
 * The bare cell host inside what people paste: `https://`, a path, a port of 443, a dot at the end, and the `api.cache.`,
 * `cache.`, `control.` and `token.` prefixes are taken off. A loopback address, which only a rehearsal may name, keeps its
 * port. Undefined when what is left is neither under momentohq.com nor this machine.
 */
export function normaliseEndpoint(text: string): string | undefined {
  const [, authority = ""] = /^(?:https?:\/\/)?([^/?#\\]*)(?:[/?#]|$)/i.exec(text.trim()) ?? [];
  const [, name = "", port] = /^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(authority.toLowerCase()) ?? [];
  const host = name.replace(/\.$/, "").replace(SERVICE_PREFIX, "");
  const owner = hostOwner(host);
  if (owner === "here") return `${host}${port ?? ""}`;
  return port === undefined || port === ":443" ? owner && host : undefined;
}

/** Whose an endpoint in its bare form is. */
export function endpointOwner(endpoint: string): HostOwner | undefined {
  return hostOwner(endpoint.replace(/:\d{1,5}$/, ""));
}

/** The bare host of a Momento cell inside what people paste; undefined for anything else, this machine included. */
export function momentoCell(text: string): string | undefined {
  const endpoint = normaliseEndpoint(text);
  return endpoint !== undefined && endpointOwner(endpoint) === "momento" ? endpoint : undefined;
}

/**
 * Momento's account API, the same for all cells (Momento docs, API keys HTTP API and Roles HTTP API). The pages are not
 * listed, so this is an assumption and can be set.
 */
export const DEFAULT_ACCOUNT_URL = "https://mga.registry.prod.a.momentohq.com";

/**
 * A base URL as it is used, without a slash at its end; undefined for what is not one, and for hosts that are neither Momento's
 * nor this machine: the key of the whole account travels with every request.
 */
export function normaliseAccountUrl(text: string): string | undefined {
  const url = text.trim().replace(/\/+$/, "");
  return urlOwner(url) === undefined ? undefined : url.toLowerCase();
}

/** Base URL of the HTTP data API of a cell (Momento docs, regions): `https://api.cache.<endpoint>`. */
export function restUrlOf(endpoint: string): string {
  return `https://api.cache.${endpoint}`;
}
