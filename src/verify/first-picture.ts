import { get } from "./client.ts";
import { parseMaster, parseVariant } from "./playlists.ts";

const PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;
/** A player starts a few segments behind the live edge; with fewer it would stall at once. */
const ENOUGH_SEGMENTS = 2;

/** What a player would find at a playback URL right now. */
export type EdgeLook =
  | { readonly plays: true; readonly renditions: number }
  | { readonly plays: false; readonly why: string };

/**
 * Looks at a stream as a player does: the master playlist, every variant in it, and the newest segment of each.
 * Never throws; says what is still missing.
 */
export async function lookAtEdge(playbackUrl: string): Promise<EdgeLook> {
  const master = await get(playbackUrl);
  if (master === undefined) return waiting("the edge does not answer yet");
  if (master.status !== 200)
    return waiting(`the edge answers ${master.status} to the master playlist`);
  const links = parseMaster(master.body.toString("utf8"));
  if (links.length === 0) return waiting("the master playlist names no variant");
  const looks = await Promise.all(links.map(({ uri }) => lookAtVariant(new URL(uri, playbackUrl))));
  const missing = looks.find((why) => why !== undefined);
  return missing === undefined ? { plays: true, renditions: links.length } : waiting(missing);
}

async function lookAtVariant(url: URL): Promise<string | undefined> {
  const name = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  const playlist = await get(url.href);
  if (playlist?.status !== 200) return `${name} answers ${playlist?.status ?? "nothing"}`;
  const { segments } = parseVariant(playlist.body.toString("utf8"));
  const newest = segments.at(-1);
  if (newest === undefined || segments.length < ENOUGH_SEGMENTS)
    return `${name} lists ${segments.length} of ${ENOUGH_SEGMENTS} segments`;
  const segment = await get(new URL(newest.uri, url).href);
  if (segment?.status !== 200) return `${newest.uri} answers ${segment?.status ?? "nothing"}`;
  return isTransportStream(segment.body) ? undefined : `${newest.uri} is no transport stream`;
}

function isTransportStream(body: Buffer): boolean {
  if (body.length === 0 || body.length % PACKET_BYTES !== 0) return false;
  for (let at = 0; at < body.length; at += PACKET_BYTES) if (body[at] !== SYNC_BYTE) return false;
  return true;
}

function waiting(why: string): EdgeLook {
  return { plays: false, why };
}
