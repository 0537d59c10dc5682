import type { ReadPace } from "../read-pace.ts";
import type { MediaSegment } from "./media-playlist.ts";
import type { Fetch } from "./open-resource.ts";
import { readSegment, type Playable, type SegmentReading } from "./read-segment.ts";
import type { RenditionReading, WindowReading } from "./readings.ts";
import { forgetUnlisted, isRecent, type StreamMemory } from "./stream-memory.ts";
import { headOnly, type Reply } from "./wire.ts";

export type StreamOptions = {
  readonly clock: {
    now(): number;
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  };
  readonly signal: AbortSignal;
  readonly memory: StreamMemory;
  /** How long reading of segments may take before only the newest of each rendition is read, milliseconds. */
  readonly patienceMs: number;
  /** How fast segments may be read; undefined as fast as they come. */
  readonly readPace?: () => Promise<ReadPace | undefined>;
};

const SIDE_BY_SIDE = 6;
/** Where reads are paced, a window takes as long as it plays: its newer half tells as much. */
const PACED_MS = 20_000;

/** Reads every segment that the first look listed, the newest of every rendition first. Throws only an abort's reason. */
export async function readWindows(
  renditions: readonly RenditionReading[],
  fetcher: Fetch,
  { clock, memory, patienceMs: unpacedMs, readPace }: StreamOptions,
): Promise<readonly WindowReading[]> {
  const small = new Map<string, Promise<Reply>>();
  // Keys and initialization sections are the same for many segments.
  const shared: Fetch = (resource, wanted) => {
    const id = idOf(resource);
    const known = small.get(id) ?? fetcher(resource, wanted);
    small.set(id, known);
    return known;
  };
  const patienceMs = (await readPace?.()) === undefined ? unpacedMs : PACED_MS;
  const startedAt = clock.now();
  const decodes = !isRecent(memory, "edge-picture", startedAt);
  const jobs = renditions.flatMap((rendition) => {
    const playlist = rendition.readings[0]?.playlist;
    if (playlist === undefined || playlist.isFramesOnly) return [];
    const segments = playlist.segments.filter(({ isGap }) => !isGap);
    return segments.toReversed().map((segment, age) => ({ rendition, segment, age }));
  });
  forgetUnlisted(memory, new Set(jobs.map(({ segment }) => keyOf(segment))));
  const isBad = ({ segment }: (typeof jobs)[number]): boolean => {
    const known = memory.segments.get(keyOf(segment));
    return known !== undefined && !isSound(known);
  };
  // When time runs out, what was bad and what a player plays now has been looked at.
  const queue = jobs.toSorted(
    (one, other) => Number(isBad(other)) - Number(isBad(one)) || one.age - other.age,
  );
  const found = new Map<RenditionReading, SegmentReading[]>();
  const newestOf = new Map<RenditionReading, Map<number, Playable>>();
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { rendition, segment, age } = job;
      const id = keyOf(segment);
      const known = memory.segments.get(id);
      const isLate = age > 1 && clock.now() - startedAt > patienceMs;
      if (isLate && known === undefined) continue;
      const list = found.get(rendition) ?? [];
      found.set(rendition, list);
      if (
        known !== undefined &&
        (isLate || (isSound(known) && !(decodes && isToDecode(rendition, age))))
      ) {
        list.push({ ...known, segment });
        continue;
      }
      const { reading, playable } = await readSegment(segment, (resource, wanted) =>
        resource === segment ? fetcher(resource, wanted) : shared(resource, wanted),
      );
      const kept = { ...reading, reply: headOnly(reading.reply) };
      list.push(kept);
      memory.segments.set(id, kept);
      if (!isToDecode(rendition, age) || playable === undefined) continue;
      const playables = newestOf.get(rendition) ?? new Map<number, Playable>();
      newestOf.set(rendition, playables.set(segment.sequence, playable));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return renditions.map((rendition) => ({
    rendition,
    listed: jobs.filter((job) => job.rendition === rendition).length,
    segments: (found.get(rendition) ?? []).toSorted(
      (one, other) => one.segment.sequence - other.segment.sequence,
    ),
    newest: [...(newestOf.get(rendition) ?? [])]
      .toSorted(([one], [other]) => one - other)
      .map(([, playable]) => playable),
  }));
}

const DECODED_SECONDS = 4;

function isToDecode(rendition: RenditionReading, age: number): boolean {
  const seconds = rendition.readings[0]?.playlist?.targetDurationSeconds ?? 0;
  return age < DECODED_SECONDS / Math.max(1, seconds);
}

function keyOf(segment: MediaSegment): string {
  return `${segment.sequence} ${idOf(segment)}`;
}

function isSound({ trouble, media }: SegmentReading): boolean {
  return trouble === undefined && media?.broken === undefined;
}

function idOf({ address, range }: Parameters<Fetch>[0]): string {
  return range === undefined ? address : `${address} ${range.offset}+${range.length}`;
}
