import { get } from "./client.ts";
import { inspectSegment } from "./media/inspect.ts";
import { newestSequence, parseMaster, parseVariant, type Variant } from "./playlists.ts";

/** A player starts a few segments behind the live edge; with fewer it would stall at once. */
const ENOUGH_SEGMENTS = 2;
/** Shorter than this, a pause of speech is a silence, and a picture may well stand still. */
const LOOKED_AT_SECONDS = 4;
/** What was seen through the edge's cache can be this many segments older than what the origin had. */
const MAX_BEHIND_SEGMENTS = 1;

/** What a player would find at a playback URL right now. */
export type EdgeLook =
  | {
      readonly plays: true;
      /** The newest segment of every rendition. */
      readonly newest: readonly EdgeSegment[];
    }
  | {
      readonly plays: false;
      readonly why: string;
      /** Picture and sound of this run are there in every rendition; a player would still stall. */
      readonly hasPicture?: true;
    };

/** A segment as it was read at the edge. */
export type EdgeSegment = {
  readonly name: string;
  readonly body: Buffer;
  /** As its playlist says. */
  readonly seconds: number;
  /** Those listed just before it, oldest first, to make up a few seconds. */
  readonly before: readonly { readonly address: string; readonly seconds: number }[];
  /** How many segments its playlist lists. */
  readonly listed: number;
};

/** The variant playlists at the edge, by their address. */
export type EdgeVariants = ReadonlyMap<string, Variant>;

const NONE: EdgeVariants = new Map();

/** The variant playlists that viewers get now: before a start, those of the run before. Never throws. */
export async function variantsAtEdge(playbackUrl: string): Promise<EdgeVariants> {
  const master = await get(playbackUrl);
  if (master?.status !== 200) return NONE;
  const links = parseMaster(master.body.toString("utf8"));
  const found = await Promise.all(
    links.map(async ({ uri }) => {
      const { href } = new URL(uri, playbackUrl);
      const playlist = await get(href);
      return playlist?.status === 200
        ? ([[href, parseVariant(playlist.body.toString("utf8"))]] as const)
        : [];
    }),
  );
  return new Map(found.flat());
}

/**
 * Looks at a stream as a player does: the master playlist, every variant in it, and the newest segment of each. Playlists
 * that an earlier run left behind do not count: give what was at the edge before the start. Never throws; says what is
 * still missing.
 */
export async function lookAtEdge(
  playbackUrl: string,
  earlier: EdgeVariants = NONE,
): Promise<EdgeLook> {
  const master = await get(playbackUrl);
  if (master === undefined) return waiting("the edge does not answer yet");
  if (master.status !== 200)
    return waiting(`the edge answers ${master.status} to the master playlist`);
  const links = parseMaster(master.body.toString("utf8"));
  if (links.length === 0) return waiting("the master playlist names no variant");
  const looks = await Promise.all(
    links.map(({ uri }) => {
      const url = new URL(uri, playbackUrl);
      return lookAtVariant(url, earlier.get(url.href));
    }),
  );
  const newest: EdgeSegment[] = [];
  for (const look of looks) {
    if (typeof look === "string") return waiting(look);
    newest.push(look);
  }
  const at = newest.findIndex(({ listed }) => listed < ENOUGH_SEGMENTS);
  const [short, link] = [newest[at], links[at]];
  return short === undefined || link === undefined
    ? { plays: true, newest }
    : {
        ...waiting(tooFew(nameOf(new URL(link.uri, playbackUrl)), short.listed)),
        hasPicture: true,
      };
}

/** The newest segment of a variant, or what is still missing. */
async function lookAtVariant(
  url: URL,
  earlier: Variant | undefined,
): Promise<EdgeSegment | string> {
  const name = nameOf(url);
  const playlist = await get(url.href);
  if (playlist?.status !== 200) return `${name} answers ${playlist?.status ?? "nothing"}`;
  const variant = parseVariant(playlist.body.toString("utf8"));
  const { segments } = variant;
  const newest = segments.at(-1);
  if (variant.isEnded || (earlier !== undefined && isLeftBehind(variant, earlier)))
    return `${name} is still that of the run before`;
  if (newest === undefined) return tooFew(name, 0);
  const segment = await get(new URL(newest.uri, url).href);
  if (segment?.status !== 200) return `${newest.uri} answers ${segment?.status ?? "nothing"}`;
  const why = lacks(segment.body);
  return why === undefined
    ? {
        name: newest.uri,
        body: segment.body,
        seconds: newest.durationSeconds,
        listed: segments.length,
        before: segments
          .slice(-Math.ceil(LOOKED_AT_SECONDS / Math.max(1, newest.durationSeconds)), -1)
          .map(({ uri, durationSeconds }) => ({
            address: new URL(uri, url).href,
            seconds: durationSeconds,
          })),
      }
    : `${newest.uri} ${why}`;
}

/** The newest seconds of a rendition, as far as they are still there. Never throws. */
export async function newestSeconds({
  body,
  seconds,
  before,
}: EdgeSegment): Promise<{ readonly media: Buffer; readonly seconds: number }> {
  const earlier = await Promise.all(
    before.map(async (each) => ({ ...each, answer: await get(each.address) })),
  );
  const there = earlier.filter(({ answer }) => answer?.status === 200);
  return {
    media: Buffer.concat([...there.flatMap(({ answer }) => answer?.body ?? []), body]),
    seconds: there.reduce((sum, each) => sum + each.seconds, seconds),
  };
}

/** What a player misses in a segment. */
function lacks(body: Buffer): string | undefined {
  const { badSyncAt, video, audioCodec } = inspectSegment(body);
  if (badSyncAt !== undefined) return "is not a transport stream";
  if (video === undefined || video.pictures === 0) return "has no picture";
  return audioCodec === undefined ? "has no sound" : undefined;
}

/** Names and numbers can both repeat after a restart, so a playlist is an old one only when they repeat together. */
function isLeftBehind(variant: Variant, earlier: Variant): boolean {
  const then = newestSequence(earlier);
  const now = newestSequence(variant);
  if (then === undefined || now === undefined) return false;
  const names = new Set(earlier.segments.map(({ uri }) => uri));
  const sharesNames = variant.segments.some(({ uri }) => names.has(uri));
  return sharesNames && now >= then && now <= then + MAX_BEHIND_SEGMENTS;
}

function waiting(why: string): Extract<EdgeLook, { readonly plays: false }> {
  return { plays: false, why };
}

function tooFew(name: string, listed: number): string {
  return `${name} lists ${listed} of ${ENOUGH_SEGMENTS} segments`;
}

function nameOf({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf("/") + 1);
}
