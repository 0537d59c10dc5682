import type { MomentoHttp } from "../services/momento/http-client.ts";
import { get } from "./client.ts";
import { parseMaster, parseVariant } from "./playlists.ts";

const PROBE_TTL_SECONDS = 30;

type EdgeProbe = {
  /** The data API with the encoder's key: what it writes proves that key, what the edge reads proves the player's. */
  readonly encoder: MomentoHttp;
  readonly cache: string;
  readonly playbackUrl: string;
  /** Makes the probe's name unlike any other. */
  readonly nonce: string;
  readonly signal: AbortSignal;
};

/**
 * Writes a few bytes with the encoder's key and reads them through the edge without any key, as a player would: true when
 * they arrive. The name is that of a variant playlist, because the edge's own function lets nothing else through. Works
 * with a stopped channel. Throws MOMENTO_UNREACHABLE and the signal's reason.
 */
export async function keysWorkAtEdge(probe: EdgeProbe): Promise<boolean> {
  const { encoder, cache, playbackUrl, nonce, signal } = probe;
  const name = `playlist_live-origin-probe-${nonce}.m3u8`;
  const body = Buffer.from(`#EXTM3U\n# ${nonce}\n`);
  const written = await encoder.put(cache, name, { body, ttlSeconds: PROBE_TTL_SECONDS, signal });
  if (written.status >= 300) return false;
  try {
    const seen = await get(new URL(name, playbackUrl).href, {}, { signal });
    return seen?.status === 200 && seen.body.equals(body);
  } finally {
    await encoder.delete(cache, name, signal);
  }
}

/** The name of the newest segment of the first rendition, as viewers see it; undefined when nothing plays. */
export async function newestSegment(playbackUrl: string): Promise<string | undefined> {
  const master = await get(playbackUrl);
  const [first] = master?.status === 200 ? parseMaster(master.body.toString("utf8")) : [];
  if (first === undefined) return undefined;
  const variant = await get(new URL(first.uri, playbackUrl).href);
  if (variant?.status !== 200) return undefined;
  return parseVariant(variant.body.toString("utf8")).segments.at(-1)?.uri;
}
