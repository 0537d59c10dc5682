import type { Finding } from "../finding.ts";
import type { PlaylistReading } from "./readings.ts";
import type { SegmentReading } from "./read-segment.ts";

/** What is kept from one look of a watch to the next: no more than what is listed now, and the lists of the last minute. */
export type StreamMemory = {
  /** By number and address. What was in order need not be read again. */
  readonly segments: Map<string, SegmentReading>;
  /** Lists that differ from the one before, by the address of their rendition. */
  readonly lists: Map<string, readonly PlaylistReading[]>;
  /** What costs a decoder is looked at now and then: when it was, and what was found, by the check's id. */
  readonly findings: Map<string, { readonly at: number; readonly finding: Finding }>;
  /** Codes that the last decoding saw: what lasts is told, what passes is not. */
  readonly shown: Set<string>;
};

/** Long enough for two encoders that take turns at every start of theirs, short enough to be forgotten once it is repaired. */
const KEPT_MS = 60_000;
const MOST_LISTS = 32;
const NOW_AND_THEN_MS = 30_000;

/** Nothing seen yet. */
export function createStreamMemory(): StreamMemory {
  return { segments: new Map(), lists: new Map(), findings: new Map(), shown: new Set() };
}

/** Keeps what a rendition's list was, one of each that differ, and forgets what is older than a minute. */
export function rememberLists(
  { lists }: StreamMemory,
  address: string,
  readings: readonly PlaylistReading[],
): void {
  const all = [...(lists.get(address) ?? []), ...readings].filter(
    ({ playlist }) => playlist !== undefined,
  );
  const newest = all.at(-1)?.at ?? 0;
  const kept = all.filter(
    ({ at, playlist }, index) =>
      newest - at <= KEPT_MS && playlist?.text !== all[index + 1]?.playlist?.text,
  );
  lists.set(address, kept.slice(-MOST_LISTS));
}

/** Forgets the segments that no list names any more. */
export function forgetUnlisted({ segments }: StreamMemory, listed: ReadonlySet<string>): void {
  for (const id of segments.keys()) if (!listed.has(id)) segments.delete(id);
}

/** Was a check that is made now and then made less than half a minute ago? */
export function isRecent({ findings }: StreamMemory, id: string, now: number): boolean {
  const known = findings.get(id);
  return known !== undefined && now - known.at < NOW_AND_THEN_MS;
}
