import type { Destination } from "../hls-settings.ts";
import { RefusedSettings } from "./refused-settings.ts";

const PARTS = /^(https?):\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]+)(?::(\d+))?(\/[^?#]*)?(\?[^#]*)?/i;

/**
 * Splits a destination URL, with or without `.m3u8`; the query string is kept as it is. Throws RefusedSettings (without
 * the URL, which may hold a key) for what is not HTTP.
 */
export function readDestination(url: string | undefined): Destination {
  const match = PARTS.exec(url ?? "");
  if (match === null)
    throw new RefusedSettings("The HLS destination is not an http:// or https:// URL");
  const [, scheme = "", host = "", port, path = "/", query = ""] = match;
  const secure = scheme.toLowerCase() === "https";
  const slash = path.lastIndexOf("/") + 1;
  return {
    secure,
    host,
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    directory: path.slice(0, slash),
    baseName: path.slice(slash).replace(/\.m3u8$/i, ""),
    query,
  };
}
