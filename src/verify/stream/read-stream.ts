import { once } from "../../services/once.ts";
import { containerOf } from "../media/read-media.ts";
import { contradiction } from "./contradiction.ts";
import { renditionsOf, type RenditionLink } from "./master-playlist.ts";
import {
  type Definitions,
  type MediaPlaylist,
  parseManifest,
  parseMedia,
} from "./media-playlist.ts";
import { isServed, type Fetch } from "./open-resource.ts";
import type { PlaylistReading, RenditionReading, WindowReading } from "./readings.ts";
import { readWindows, type StreamOptions } from "./read-windows.ts";
import { readSegment, type SegmentReading } from "./read-segment.ts";
import { rememberLists } from "./stream-memory.ts";
import { ask, headOnly, type Reply } from "./wire.ts";

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
  /** The newest segments of a running show as they were read, and as they are when asked for once more. */
  readonly again: () => Promise<readonly (readonly [SegmentReading, SegmentReading])[]>;
  readonly replies: readonly Reply[];
};

/** What a limit on reads usually needs before it lets one through. */
const RETRY_AFTER_MS = 300;
const RETRIES = 3;
/** Segments of a rendition; of two renditions at most. */
const ASKED_AGAIN = 2;

/** Prepares to read a stream; nothing is asked before somebody wants to know. */
export function openStream(address: string, options: StreamOptions): Stream {
  const { clock, signal, memory } = options;
  const replies: Reply[] = [];
  const fetcher: Fetch = async (resource, wanted) => {
    for (let tries = 0; ; tries += 1) {
      const pace = await options.readPace?.();
      const read = (): Promise<Reply> =>
        ask(resource.address, { clock, signal, range: resource.range });
      const reply = await (pace?.run(resource.address, read, (one) => ({
        bytes: one.bytes,
        headers: one.head?.headers,
      })) ?? read());
      replies.push({ ...headOnly(reply), wanted });
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
  const defined = once(async () => {
    const { kind, reply, text } = await entry();
    return kind === "master" ? parseManifest(text, reply.finalAddress).definitions : undefined;
  });
  const look = async (rendition: RenditionLink): Promise<PlaylistReading> => {
    const reply = await fetcher({ address: rendition.address, range: undefined }, "playlist");
    return { at: clock.now(), reply, playlist: playlistOf(reply, await defined()) };
  };
  const first = once(async () => {
    const { kind, reply, text } = await entry();
    return Promise.all(
      (await renditions()).map(async (rendition) => {
        const now = { at: clock.now(), reply, playlist: parseMedia(text, reply.finalAddress) };
        const readings = [kind === "media" ? now : await look(rendition)];
        return { ...rendition, readings, earlier: memory.lists.get(rendition.address) ?? [] };
      }),
    );
  });
  const watched = once(async () => {
    const seen = await Promise.all(
      (await first()).map((rendition) => watchRendition(rendition, look, options)),
    );
    for (const { address, readings } of seen) rememberLists(memory, address, readings);
    return seen;
  });
  const windows = once(async () => readWindows(await first(), fetcher, options));
  const again = once(async () => {
    const running = (await windows()).filter(
      ({ rendition }) => rendition.readings[0]?.playlist?.hasEnded === false,
    );
    const newest = running.flatMap(({ segments }) =>
      segments
        // The one in the middle is asked for again to see how long the edge keeps it.
        .filter(({ hash }, at) => hash !== undefined && at !== Math.floor(segments.length / 2))
        .slice(-ASKED_AGAIN),
    );
    return Promise.all(
      newest.slice(0, 2 * ASKED_AGAIN).map(async (reading) => {
        const { reading: now } = await readSegment(reading.segment, fetcher);
        return [reading, now] as const;
      }),
    );
  });
  return { entry, renditions, first, watched, windows, again, replies };
}

async function readEntry(address: string, fetcher: Fetch): Promise<Entry> {
  const reply = await fetcher({ address, range: undefined }, "playlist");
  const body = reply.answer?.body ?? Buffer.alloc(0);
  const text = body.toString("utf8");
  const isPlaylist =
    isServed(reply) &&
    (containerOf(body) === "playlist" || /^#EXTINF:|^#EXT-X-STREAM-INF:/m.test(text));
  if (!isPlaylist) return { reply, text, kind: "none" };
  const isMaster = /^#EXT-X-(?:STREAM-INF|MEDIA):/m.test(text);
  return { reply, text, kind: isMaster ? "master" : "media" };
}

function playlistOf(reply: Reply, defined: Definitions | undefined): MediaPlaylist | undefined {
  const body = reply.answer?.body;
  if (!isServed(reply) || body === undefined) return undefined;
  const text = body.toString("utf8");
  if (containerOf(body) !== "playlist" && !/^#EXTINF:/m.test(text)) return undefined;
  return parseMedia(text, reply.finalAddress, defined);
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
  if (begin === undefined || list === undefined) return rendition;
  if (list.type === "VOD" && list.hasEnded) return rendition;
  const targetMs = 1000 * Math.max(1, list.targetDurationSeconds);
  const pauseMs = Math.min(2_000, Math.max(250, targetMs / 4));
  // What has ended must stay as it is; one more look shows whether it does.
  const limitMs = list.hasEnded ? targetMs * 1.2 : targetMs * 2;
  let grown = 0;
  // A busy machine looks seldom: half as many looks as there is time for must have been.
  while (clock.now() - begin.at < limitMs || readings.length * pauseMs * 2 < limitMs) {
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
        sharesNames(reading.playlist, before) &&
        (before === undefined || contradiction(before, reading.playlist) === undefined);
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
