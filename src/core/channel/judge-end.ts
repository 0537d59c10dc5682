import { createHash } from "node:crypto";
import { parseVariant } from "../../verify/playlists.ts";
import type { PlaylistSeen, PlaylistsSeen } from "../writers/playlist-seen.ts";
import { isSameRun, judgeSecondWriter } from "../writers/second-writer.ts";

/** A variant playlist that lists segments. */
export type Listing = Extract<PlaylistSeen, { readonly is: "there" }>;

/** What is known of the run whose end is to be written. */
export type RunEvidence = {
  /** Digests of what a start of this stack found in the cache; undefined when none is on record. */
  readonly foundAtStart: readonly string[] | undefined;
  /** ISO 8601: when the first segment of the run began, as names of later ones say; undefined when they say nothing. */
  readonly runBegan?: string | undefined;
  /** In the order of time, while the channel still ran and was being stopped; empty when it was idle already. */
  readonly whileStopping: readonly PlaylistsSeen[];
};

/**
 * `YYYYMMDDTHHMMSS` in a segment's name: UTC of its beginning (MediaLive User Guide, "Identifiers for variable data").
 * Before the number stands `_`, or `-` by other pages of that guide.
 */
const BEGAN = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)[_-](\d+)\.ts$/;
/** A name's time has whole seconds, and an encoder may leave a segment out. */
const BEGAN_WITHIN_MS = 4_000;
/** Segments may be longer than they say, by a share of the run's length. */
const DRIFT = 0.01;

/** The variant playlists that list segments, by their names, those that have ended as well. */
export function listings(seen: PlaylistsSeen): ReadonlyMap<string, Listing> {
  return new Map(
    [...seen].flatMap(([name, each]) =>
      each.is === "there" && each.segments.length > 0 ? ([[name, each]] as const) : [],
    ),
  );
}

/** Those of them that a player would go on waiting at. */
export function openListings(seen: PlaylistsSeen): ReadonlyMap<string, Listing> {
  return new Map([...listings(seen)].filter(([, { isEnded }]) => !isEnded));
}

/** Tells one playlist from another in the state, whether it was ended since or not. */
export function digestOf({ text }: Listing): string {
  const open = text.replace(/#EXT-X-ENDLIST\n$/, "");
  return createHash("sha256").update(open).digest("hex").slice(0, 16);
}

/** Does a playlist belong to a run that began after what was found at its start, as far as its names and its text tell? */
export function isOfRun(
  name: string,
  listing: Listing,
  { foundAtStart, runBegan, whileStopping }: RunEvidence,
): boolean {
  const stem = name.replace(/\.m3u8$/, "");
  const isNamed = listing.segments.every((segment) =>
    /^(?:_\d{8}T\d{6})?[_-]\d{5,}\.ts$/.test(
      segment.startsWith(stem) ? segment.slice(stem.length) : "",
    ),
  );
  if (!isNamed) return false;
  const fits = runBegan === undefined || isBegunAt(listing, Date.parse(runBegan));
  if (foundAtStart !== undefined && fits) return !foundAtStart.includes(digestOf(listing));
  return whileStopping.some((seen) => {
    const then = openListings(seen).get(name);
    return then !== undefined && isSameRun(then, listing);
  });
}

/**
 * When the run of a list began, epoch milliseconds: its numbers count from 1, and its names carry the time. Undefined where
 * they carry none.
 */
export function beganAt(listing: Listing): number | undefined {
  const newest = nameOf(listing.segments.at(-1));
  return newest && newest.at - (newest.number - 1) * segmentMs(listing);
}

/** What the name of a segment says: when it began, epoch milliseconds, and its number. Undefined where it carries no time. */
function nameOf(segment = ""): { readonly at: number; readonly number: number } | undefined {
  const [, ...parts] = BEGAN.exec(segment) ?? [];
  if (parts.length === 0) return undefined;
  const [year = 0, month = 1, day, hour, minute, second, number = 1] = parts.map(Number);
  return { at: Date.UTC(year, month - 1, day, hour, minute, second), number };
}

function isBegunAt(listing: Listing, began: number): boolean {
  const at = beganAt(listing);
  const { number = 1 } = nameOf(listing.segments.at(-1)) ?? {};
  const within = BEGAN_WITHIN_MS + DRIFT * number * segmentMs(listing);
  return at !== undefined && Math.abs(at - began) <= within;
}

/** What a segment lasts on the average, milliseconds. */
function segmentMs({ text, segments }: Listing): number {
  const all = parseVariant(text).segments.reduce(
    (sum, { durationSeconds }) => sum + durationSeconds,
    0,
  );
  return (all * 1000) / Math.max(1, segments.length);
}

/**
 * Why a playlist must not be given an end; undefined when it may: it is of the run, had one writer, and stands still since
 * `first`.
 */
export function whyNotEnded(
  name: string,
  { first, second }: { readonly first: PlaylistsSeen; readonly second: PlaylistsSeen },
  evidence: RunEvidence,
): string | undefined {
  const [then, now] = [first.get(name), second.get(name)];
  if (now?.is === "unknown") return now.why;
  if (then?.is !== "there" || now?.is !== "there") return "it is gone";
  if (then.text !== now.text) return "somebody else still writes it";
  if (!isOfRun(name, now, evidence))
    return "it does not belong to the show that this stack started";
  const others = judgeSecondWriter([new Map(), ...evidence.whileStopping, first, second]);
  return others.is === "somebody" && others.playlist === name
    ? `it had two writers: ${others.how}`
    : undefined;
}

/**
 * For how many seconds the origin still keeps the oldest segment that is listed: each was stored for `ttlSeconds` when it
 * was complete. Where names carry no time, `ranAt` tells (epoch milliseconds: when the list was last seen growing); with
 * neither, as long as it takes to play the list.
 */
export function secondsLeft(
  { text, segments, targetDurationSeconds }: Listing,
  {
    ttlSeconds,
    now,
    ranAt,
  }: { readonly ttlSeconds: number; readonly now: number; readonly ranAt: number | undefined },
): number {
  const [oldest = 0, ...later] = parseVariant(text).segments.map(
    ({ durationSeconds }) => durationSeconds,
  );
  const since = later.reduce((sum, seconds) => sum + seconds, 0);
  const named = nameOf(segments[0]);
  const age =
    named !== undefined
      ? (now - named.at) / 1000 - oldest
      : ranAt !== undefined
        ? since + targetDurationSeconds + (now - ranAt) / 1000
        : ttlSeconds - since - oldest;
  return Math.floor(ttlSeconds - Math.max(age, since));
}

/** The same playlist, with nothing to come. */
export function withEnd(text: string): string {
  return `${text.trimEnd()}\n#EXT-X-ENDLIST\n`;
}
