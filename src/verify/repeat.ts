import { curlAws, curlOrigin, curlViewer, type CurlOptions } from "./curl.ts";
import type { Evidence } from "./evidence.ts";

/** What is put at the origin and asked for there; the query is that of a write. */
type Probe = CurlOptions & { readonly query?: string };

/** Asks the origin for something that is not there: 404 when the key is good. */
export function curlProbe({ target }: Evidence, { query = "", ...options }: Probe = {}): string {
  const { origin, nonce, shell } = target;
  if (origin === undefined) return curlMaster({ target });
  const cache = encodeURIComponent(origin.cache);
  const url = `${origin.restUrl}/cache/${cache}/live-origin-probe-${nonce}${query}`;
  return curlOrigin(shell, url, options);
}

/** Asks the edge for the master playlist, as a player does. */
export function curlMaster({ target }: Pick<Evidence, "target">, flags?: string): string {
  return curlViewer(target.shell, target.playbackUrl ?? "<no distribution>", { flags });
}

/** Asks the origin for an object by its name. */
export function curlItem({ target }: Evidence, name: string, flags?: string): string {
  const { origin, shell } = target;
  if (origin === undefined) return curlMaster({ target });
  const url = `${origin.restUrl}/cache/${encodeURIComponent(origin.cache)}/${name}`;
  return curlOrigin(shell, url, { flags });
}

/** Describes the channel. */
export function curlChannel({ target }: Evidence, path = ""): string {
  const { channel, region, shell } = target;
  const url = `${channel?.endpoint ?? ""}/prod/channels/${channel?.id ?? "<no channel>"}${path}`;
  return curlAws(shell, { service: "medialive", region, url });
}

/** Reads the distribution. CloudFront is signed for in us-east-1 (AWS General Reference, CloudFront endpoints). */
export function curlDistribution({ target }: Evidence): string {
  const { distribution, shell } = target;
  const url = `${distribution?.endpoint ?? ""}/2020-05-31/distribution/${distribution?.id ?? "<no distribution>"}`;
  return curlAws(shell, { service: "cloudfront", region: "us-east-1", url });
}
