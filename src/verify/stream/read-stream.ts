import { once } from "../once.ts";
import { containerOf } from "../media/read-media.ts";
import { renditionsOf, type RenditionLink } from "./master-playlist.ts";
import { parseMedia, type MediaPlaylist } from "./media-playlist.ts";
import { isServed, type Fetch } from "./open-resource.ts";
import { readSegment, type Playable, type SegmentReading } from "./read-segment.ts";
import { ask, headOnly, type Reply } from "./wire.ts";

/** A media playlist as it was at one moment. */
export type PlaylistReading = {
  readonly at: number;
  readonly reply: Reply;
  /** Undefined where no playlist came. */
  readonly playlist: MediaPlaylist | undefined;
};

/** One rendition and what was seen of its playlist, in the order of time; never empty. */
export type RenditionReading = RenditionLink & { readonly readings: readonly PlaylistReading[] };

/** Segments of a rendition's window that were read, by their numbers. */
export type WindowReading = {
  readonly rendition: RenditionReading;
  readonly listed: number;
  readonly segments: readonly SegmentReading[];
  /** The newest that could be read, a few seconds of them in their order, to be decoded. */
  readonly newest: readonly Playable[];
};

type Entry = {
  readonly reply: Reply;
  readonly text: string;
  readonly kind: "master" | "media" | "none";
};

/** A stream at an address, each thing asked for once. Everything that was asked is in `replies`. */
export type Stream = {
  readonly entry: () => Promise<Entry>;
  readonly renditions: () => Promise<readonly RenditionLink[]>;
  /** The first look at every rendition's playlist. */
  readonly first: () => Promise<readonly RenditionReading[]>;
  /** Their playlists again and again until each has grown, for two target durations at most. */
  readonly watched: () => Promise<readonly RenditionReading[]>;
  /** Every segment of one window of every rendition. */
  readonly windows: () => Promise<readonly WindowReading[]>;
  readonly replies: readonly Reply[];
};

/** What is kept from one look of a watch to the next: segments that were in order need not be read again. */
export type StreamMemory = Map<string, SegmentReading>;

export type StreamOptions = {
  readonly clock: {
    now(): number;
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  };
  readonly signal: AbortSignal;
  readonly memory: StreamMemory;
  /** How long reading of segments may take before only the newest of each rendition is read, milliseconds. */
  readonly patienceMs: number;
};

const SIDE_BY_SIDE = 6;
/** What a limit on reads usually needs before it lets one through. */
const RETRY_AFTER_MS = 300;
const RETRIES = 3;

/** Prepares to read a stream; nothing is asked before somebody wants to know. */
export function openStream(address: string, options: StreamOptions): Stream {
  const { clock, signal } = options;
  const replies: Reply[] = [];
  const fetcher: Fetch = async (resource) => {
    for (let tries = 0; ; tries += 1) {
      const reply = await ask(resource.address, { clock, signal, range: resource.range });
      replies.push(headOnly(reply));
      if (reply.answer?.status !== 429 || tries >= RETRIES) return reply;
      await clock.sleep(RETRY_AFTER_MS * (tries + 1), signal);
    }
  };
  const entry = once(() => readEntry(address, fetcher));
  const renditions = once(async () => {
    const { kind, reply, text } = await entry();
    if (kind === "none") return [];
    if (kind === "master") return renditionsOf(text, reply.finalAddress);
    const name = reply.finalAddress.replace(/[?#].*$/s, "").replace(/^.*\//s, "");
    return [{ kind: "variant" as const, name, address, link: undefined, hasOwnAudio: false }];
  });
  const look = async (rendition: RenditionLink): Promise<PlaylistReading> => {
    const reply = await fetcher({ address: rendition.address, range: undefined });
    return { at: clock.now(), reply, playlist: playlistOf(reply) };
  };
  const first = once(async () => {
    const { kind, reply, text } = await entry();
    return Promise.all(
      (await renditions()).map(async (rendition) => {
        const now = { at: clock.now(), reply, playlist: parseMedia(text, reply.finalAddress) };
        return { ...rendition, readings: [kind === "media" ? now : await look(rendition)] };
      }),
    );
  });
  const watched = once(async () =>
    Promise.all((await first()).map((rendition) => watchRendition(rendition, look, options))),
  );
  const windows = once(async () => readWindows(await first(), fetcher, options));
  return { entry, renditions, first, watched, windows, replies };
}

async function readEntry(address: string, fetcher: Fetch): Promise<Entry> {
  const reply = await fetcher({ address, range: undefined });
  const body = reply.answer?.body ?? Buffer.alloc(0);
  const text = body.toString("utf8");
  const isPlaylist =
    isServed(reply) &&
    (containerOf(body) === "playlist" || /^#EXTINF:|^#EXT-X-STREAM-INF:/m.test(text));
  if (!isPlaylist) return { reply, text, kind: "none" };
  const isMaster = /^#EXT-X-(?:STREAM-INF|MEDIA):/m.test(text);
  return { reply, text, kind: isMaster ? "master" : "media" };
}

function playlistOf(reply: Reply): MediaPlaylist | undefined {
  const body = reply.answer?.body;
  if (!isServed(reply) || body === undefined) return undefined;
  const text = body.toString("utf8");
  if (containerOf(body) !== "playlist" && !/^#EXTINF:/m.test(text)) return undefined;
  return parseMedia(text, reply.finalAddress);
}

/** Half a target duration is what a player leaves between two looks at a list that did not change (RFC 8216 §6.3.4). */
async function watchRendition(
  rendition: RenditionReading,
  look: (rendition: RenditionLink) => Promise<PlaylistReading>,
  { clock, signal }: StreamOptions,
): Promise<RenditionReading> {
  const readings = [...rendition.readings];
  const [begin] = readings;
  const list = begin?.playlist;
  if (begin === undefined || list === undefined || list.type === "VOD") return rendition;
  const targetMs = 1000 * Math.max(1, list.targetDurationSeconds);
  const pauseMs = Math.min(2_000, Math.max(250, targetMs / 4));
  // What has ended must stay as it is; one more look shows whether it does.
  const limitMs = list.hasEnded ? targetMs * 1.2 : targetMs * 2;
  let grown = 0;
  while (clock.now() - begin.at < limitMs) {
    await clock.sleep(pauseMs, signal);
    const reading = await look(rendition);
    const before = readings.at(-1)?.playlist;
    readings.push(reading);
    if (reading.playlist !== undefined && reading.playlist.text !== before?.text) {
      if (list.hasEnded) break;
      // One that goes back is looked at to the end: somebody else may write too.
      const goesOn =
        newest(reading.playlist) > newest(before) &&
        reading.playlist.mediaSequence <= newest(before) + 1 &&
        sharesNames(reading.playlist, before);
      grown = goesOn ? grown + 1 : -Infinity;
      if (grown >= 1) break;
    }
  }
  return { ...rendition, readings };
}

function newest(playlist: MediaPlaylist | undefined): number {
  return playlist?.segments.at(-1)?.sequence ?? -1;
}

function sharesNames(now: MediaPlaylist, before: MediaPlaylist | undefined): boolean {
  const names = new Map(before?.segments.map(({ sequence, name }) => [sequence, name]));
  return now.segments.every(({ sequence, name }) => (names.get(sequence) ?? name) === name);
}

async function readWindows(
  renditions: readonly RenditionReading[],
  fetcher: Fetch,
  { clock, memory, patienceMs }: StreamOptions,
): Promise<readonly WindowReading[]> {
  const small = new Map<string, Promise<Reply>>();
  // Keys and initialization sections are the same for many segments.
  const shared: Fetch = (resource) => {
    const id = idOf(resource);
    const known = small.get(id) ?? fetcher(resource);
    small.set(id, known);
    return known;
  };
  const startedAt = clock.now();
  const jobs = renditions.flatMap((rendition) => {
    const segments = (rendition.readings[0]?.playlist?.segments ?? []).filter(
      ({ isGap }) => !isGap,
    );
    return segments.toReversed().map((segment, age) => ({ rendition, segment, age }));
  });
  // The newest of every rendition first: when time runs out, what a player plays now has been looked at.
  const queue = jobs.toSorted((one, other) => one.age - other.age);
  const found = new Map<RenditionReading, SegmentReading[]>();
  const newestOf = new Map<RenditionReading, Map<number, Playable>>();
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { rendition, segment, age } = job;
      if (age > 1 && clock.now() - startedAt > patienceMs) continue;
      const id = `${segment.sequence} ${idOf(segment)}`;
      const known = isToDecode(rendition, age) ? undefined : memory.get(id);
      const list = found.get(rendition) ?? [];
      found.set(rendition, list);
      if (known !== undefined) {
        list.push({ ...known, segment });
        continue;
      }
      const { reading, playable } = await readSegment(segment, (resource) =>
        resource === segment ? fetcher(resource) : shared(resource),
      );
      const kept = { ...reading, reply: headOnly(reading.reply) };
      list.push(kept);
      if (isSound(kept)) memory.set(id, kept);
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

function isSound({ trouble, media }: SegmentReading): boolean {
  return trouble === undefined && media?.broken === undefined;
}

function idOf({ address, range }: Parameters<Fetch>[0]): string {
  return range === undefined ? address : `${address} ${range.offset}+${range.length}`;
}
