import { curlAws, curlOrigin, curlViewer } from "./curl.ts";
import type { Evidence } from "./evidence.ts";

/** Asks the origin for something that is not there: 404 when the key is good. */
export function curlProbe({ target }: Evidence, flags?: string): string {
  const { origin, nonce } = target;
  if (origin === undefined) return curlMaster({ target });
  const cache = encodeURIComponent(origin.cache);
  return curlOrigin(`${origin.restUrl}/cache/${cache}/live-origin-probe-${nonce}`, flags);
}

/** Asks the edge for the master playlist, as a player does. */
export function curlMaster({ target }: Pick<Evidence, "target">): string {
  return curlViewer(target.playbackUrl ?? "<no distribution>");
}

/** Asks the origin for an object by its name. */
export function curlItem({ target }: Evidence, name: string): string {
  const { origin } = target;
  if (origin === undefined) return curlMaster({ target });
  return curlOrigin(`${origin.restUrl}/cache/${encodeURIComponent(origin.cache)}/${name}`);
}

/** Describes the channel. */
export function curlChannel({ target }: Evidence, path = ""): string {
  const { channel, region } = target;
  const url = `${channel?.endpoint ?? ""}/prod/channels/${channel?.id ?? "<no channel>"}${path}`;
  return curlAws("medialive", region, url);
}

/** Reads the distribution. CloudFront is signed for in us-east-1 (AWS General Reference, CloudFront endpoints). */
export function curlDistribution({ target }: Evidence): string {
  const { distribution } = target;
  const url = `${distribution?.endpoint ?? ""}/2020-05-31/distribution/${distribution?.id ?? "<no distribution>"}`;
  return curlAws("cloudfront", "us-east-1", url);
}
