import type { Fault } from "./fault.ts";
import type { RenditionReading } from "./readings.ts";

/** Live lists must grow within one and a half target durations (RFC 8216 §6.2.1); two are waited for. */
export function judgeFreshness(renditions: readonly RenditionReading[]): readonly Fault[] {
  const live = renditions.filter(({ readings }) => {
    const list = readings[0]?.playlist;
    return list !== undefined && !list.hasEnded && list.type !== "VOD";
  });
  const stuck = live.filter(({ readings }) => {
    const lists = readings.flatMap(({ playlist }) => playlist ?? []);
    return lists.every(({ text }) => text === lists[0]?.text);
  });
  const [first] = stuck;
  if (first === undefined)
    return [
      ...live.flatMap(slow),
      ...live.flatMap(keptByBrowsers),
      ...renditions.flatMap(endMissing),
    ].slice(0, 1);
  const last = first.readings.findLast(({ playlist }) => playlist !== undefined);
  const begin = first.readings[0];
  const headers = last?.reply.head?.headers;
  const seconds = ((last?.at ?? 0) - (begin?.at ?? 0)) / 1000;
  const xCache = headers?.get("x-cache");
  const saw = `${first.name}: no new segment in ${seconds.toFixed(1)} s, ${stuck.length} of ${live.length} lists stand still, X-Cache ${xCache ?? "absent"}, Age ${headers?.get("age") ?? "absent"}`;
  const isKept = /hit/i.test(xCache ?? "") || Number(headers?.get("age") ?? 0) > seconds;
  if (isKept)
    return [
      {
        code: "PLAYLISTS_CACHED",
        severity: "fail",
        saw,
        text: "the edge keeps playlists for longer than a segment, so players run dry",
        hint: "Let the CDN keep playlists for less than a segment. CloudFront console: Behaviors, the pattern of *.m3u8, Cache policy CachingDisabled.",
        address: first.address,
      },
    ];
  return [
    {
      code: "LIST_STANDS_STILL",
      severity: "fail",
      saw,
      text: "the list has no EXT-X-ENDLIST, so more must come, but nothing new appears (RFC 8216 §6.2.1)",
      hint:
        stuck.length === live.length
          ? "Look whether the encoder runs and its input arrives; when the show is over, write EXT-X-ENDLIST."
          : "The others go on, so the input arrives: look at what writes or uploads this one.",
      address: first.address,
    },
  ];
}

/** Beyond this many target durations a player has run dry. */
const MOST_TARGETS_KEPT = 3;

/** Lists that come later than what they name is played; in the middle of all looks, as one may be unlucky. */
function slow({ name, address, readings }: RenditionReading): readonly Fault[] {
  const took = readings.map(({ reply }) => reply.tookMs / 1000).toSorted((one, two) => one - two);
  const middle = took[Math.floor(took.length / 2)] ?? 0;
  const target = readings[0]?.playlist?.targetDurationSeconds ?? 0;
  if (target === 0 || middle <= MOST_TARGETS_KEPT * target) return [];
  return [
    {
      code: "LIST_SLOW",
      severity: "fail",
      saw: `${name}: ${middle.toFixed(1)} s until it is there, EXT-X-TARGETDURATION ${target}`,
      text: "the playlist comes later than the segments in it are played, so players run dry",
      hint: "Look at what the edge waits for: the way to its origin, or the origin's load.",
      address,
    },
  ];
}

/** How long browsers may keep a list that goes on: their players ask them, and not the edge (RFC 9111 §5.2). */
function keptByBrowsers({ name, address, readings }: RenditionReading): readonly Fault[] {
  const [reading] = readings;
  const headers = reading?.reply.head?.headers;
  const said = headers?.get("cache-control") ?? "";
  const maxAge = /(?:^|[\s,])max-age="?(\d+)/i.exec(said)?.[1];
  const target = reading?.playlist?.targetDurationSeconds ?? 0;
  const seconds = Number(maxAge) - Number(headers?.get("age") ?? 0);
  if (maxAge === undefined || /no-(?:cache|store)/i.test(said) || seconds <= target) return [];
  return [
    {
      code: "KEPT_BY_BROWSERS",
      severity: seconds > MOST_TARGETS_KEPT * target ? "fail" : "warn",
      saw: `${name}: Cache-Control ${said}, Age ${headers?.get("age") ?? "absent"}, EXT-X-TARGETDURATION ${target}`,
      text: "browsers may keep the playlist for longer than a segment, so players in pages see no new ones meanwhile",
      hint: "Send Cache-Control: no-cache, or a max-age below the target duration, with playlists that go on.",
      address,
    },
  ];
}

function endMissing({ name, address, readings }: RenditionReading): readonly Fault[] {
  const list = readings[0]?.playlist;
  if (list?.type !== "VOD" || list.hasEnded) return [];
  return [
    {
      code: "ENDLIST_MISSING",
      severity: "warn",
      saw: `${name}: EXT-X-PLAYLIST-TYPE:VOD without EXT-X-ENDLIST`,
      text: "without EXT-X-ENDLIST players take it for live: they begin near its end and look for more (RFC 8216 §4.3.3.4)",
      hint: "Write EXT-X-ENDLIST as its last line.",
      address,
    },
  ];
}

/** What the kind of presentation is, in words. */
export function presentationOf(renditions: readonly RenditionReading[]): string {
  const list = renditions[0]?.readings.at(-1)?.playlist;
  if (list === undefined) return "no list could be read";
  if (list.type === "VOD") return "on demand";
  if (list.hasEnded)
    return list.type === "EVENT" ? "an event that has ended" : "a presentation that has ended";
  return list.type === "EVENT" ? "an event" : "live";
}
