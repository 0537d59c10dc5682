import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/verify/check.ts";
import { firstOf, liveShow, numberOf } from "./support/live-show.ts";
import { hasFfmpeg, makeStreams, type MadeStreams } from "./support/made-streams.ts";
import type { Served } from "./support/stream-server.ts";
import { shiftedClock } from "./support/shifted-clock.ts";

const isAble = await hasFfmpeg();
if (!isAble) console.log("verify-url-faults: skipped, because ffmpeg is not installed here");

let made: MadeStreams;

/** What stands between a healthy live stream of two variants and the checker. */
type Change = (
  served: Served,
  path: string,
  nth: number,
) => Served | undefined | Promise<Served | undefined>;

const edited = (served: Served, edit: (text: string) => string): Served => ({
  ...served,
  body: Buffer.from(edit(served.body.toString("utf8"))),
});
const onLists =
  (edit: (text: string, nth: number) => string, pattern = /\/[ab]\.m3u8$/): Change =>
  (served, path, nth) =>
    pattern.test(path) ? edited(served, (text) => edit(text, nth)) : served;
const onSegments =
  (change: Change, pattern = /\.ts$/): Change =>
  (served, path, nth) =>
    pattern.test(path) ? change(served, path, nth) : served;
const everyFourth = (change: Change): Change =>
  onSegments((served, path, nth) =>
    numberOf(path) % 4 === 0 ? change(served, path, nth) : served,
  );
const page = (status = 200): Served => ({
  status,
  headers: { "content-type": "text/html" },
  body: Buffer.from("<!DOCTYPE html><html><body>Not what you want</body></html>"),
});
const refused = (status: number, headers: Record<string, string> = {}, body = "no"): Served => ({
  status,
  headers,
  body: Buffer.from(body),
});
const onlySometimes = (nth: number, served: Served, other: Served): Served =>
  nth % 6 === 0 ? other : served;
const edgeSays = (xCache: string, body: string): Served =>
  refused(
    xCache.startsWith("Function") ? 503 : 403,
    { "x-cache": `${xCache} from cloudfront`, "content-type": "text/html" },
    body,
  );

/** A fault, and what must be named first. */
const FAULTS: readonly (readonly [string, string, Change])[] = [
  [
    "a web page instead of the master",
    "edge-answers WEB_PAGE_INSTEAD",
    (served, path) => (path === "/master.m3u8" ? page() : served),
  ],
  [
    "a web page instead of a playlist",
    "edge-answers WEB_PAGE_INSTEAD",
    (served, path) => (path === "/b.m3u8" ? page() : served),
  ],
  ["web pages instead of segments", "edge-answers WEB_PAGE_INSTEAD", onSegments(() => page())],
  ["every fourth segment a web page", "edge-answers WEB_PAGE_INSTEAD", everyFourth(() => page())],
  ["every fourth segment missing", "edge-media SEGMENT_MISSING", everyFourth(() => undefined)],
  [
    "every fourth segment cut at its server",
    "edge-media NOT_A_TRANSPORT_STREAM",
    everyFourth((served) => ({ ...served, body: served.body.subarray(0, 5000) })),
  ],
  [
    "answers that break off",
    "edge-answers ANSWER_CUT",
    everyFourth((served) => ({ ...served, cutTo: 2000 })),
  ],
  [
    "empty segments",
    "edge-media SEGMENT_EMPTY",
    everyFourth((served) => ({ ...served, body: Buffer.alloc(0) })),
  ],
  [
    "segments that are playlists",
    "edge-media PLAYLIST_INSTEAD",
    everyFourth((served) => ({ ...served, body: Buffer.from("#EXTM3U\n") })),
  ],
  [
    "segments that are messages",
    "edge-media MESSAGE_INSTEAD",
    everyFourth((served) => ({ ...served, body: Buffer.from('{"error":"no"}') })),
  ],
  [
    "segments that are noise",
    "edge-media NOT_A_MEDIA_SEGMENT",
    everyFourth((served) => ({ ...served, body: Buffer.from("0123456789".repeat(100)) })),
  ],
  [
    "segments that viewers may not read",
    "edge-media SEGMENT_REFUSED",
    everyFourth(() => refused(403)),
  ],
  [
    "429 now and then",
    "edge-answers READS_LIMITED",
    (served, _path, nth) => onlySometimes(nth, served, refused(429)),
  ],
  [
    "429 to segments now and then",
    "edge-answers READS_LIMITED",
    onSegments((served, _path, nth) => onlySometimes(nth, served, refused(429))),
  ],
  [
    "a function that throws",
    "edge-answers FUNCTION_FAILS",
    (served, path) =>
      path === "/master.m3u8"
        ? edgeSays(
            "FunctionExecutionError",
            "The CloudFront function associated with the CloudFront distribution is invalid or could not run.",
          )
        : served,
  ],
  [
    "a geo block",
    "edge-answers GEO_BLOCKED",
    () =>
      edgeSays(
        "Error",
        "The Amazon CloudFront distribution is configured to block access from your country.",
      ),
  ],
  [
    "https only",
    "edge-answers HTTPS_ONLY",
    () => edgeSays("Error", "<H1>403 ERROR</H1> Bad request."),
  ],
  [
    "an origin that is not reached",
    "edge-answers ORIGIN_NOT_REACHED",
    onSegments(() => refused(502)),
  ],
  [
    "an origin that is too slow for the edge",
    "edge-answers ORIGIN_NOT_REACHED",
    onSegments(() => refused(504)),
  ],
  ["a server that fails", "edge-answers SERVER_FAILS", onSegments(() => refused(500))],
  [
    "redirects in a circle",
    "edge-answers REDIRECTS_NOWHERE",
    (_served, path) => refused(302, { location: path }),
  ],
  [
    "a redirect to another scheme",
    "edge-answers REDIRECTS_NOWHERE",
    () => refused(301, { location: "rtmp://elsewhere/x" }),
  ],
  [
    "a gzip header without gzip",
    "edge-answers ENCODING_WRONG",
    (served, path) =>
      path.endsWith(".m3u8") ? { ...served, headers: { "content-encoding": "gzip" } } : served,
  ],
  [
    "gzip without its header",
    "edge-answers ENCODING_NOT_SAID",
    (served, path) =>
      path.endsWith("b.m3u8") ? { ...served, body: gzipSync(served.body) } : served,
  ],
  [
    "gzip segments without the header",
    "edge-answers ENCODING_NOT_SAID",
    onSegments((served) => ({ ...served, body: gzipSync(served.body) })),
  ],
  [
    "no master",
    "edge-master MASTER_NOT_SERVED",
    (served, path) => (path === "/master.m3u8" ? undefined : served),
  ],
  [
    "a text instead of the master",
    "edge-master MASTER_NOT_SERVED",
    (served, path) =>
      path === "/master.m3u8" ? { ...served, body: Buffer.from("hello") } : served,
  ],
  [
    "a rung that is missing",
    "edge-variants VARIANT_MISSING",
    (served, path) => (path === "/b.m3u8" ? undefined : served),
  ],
  ["a list without a byte", "edge-variants NOT_A_PLAYLIST", onLists(() => "")],
  ["no EXTM3U", "edge-variants NO_EXTM3U", onLists((text) => text.replace("#EXTM3U\n", ""))],
  [
    "no target duration",
    "edge-variants NO_TARGETDURATION",
    onLists((text) => text.replace(/#EXT-X-TARGETDURATION.*\n/, "")),
  ],
  [
    "a target duration with a fraction",
    "edge-variants NO_TARGETDURATION",
    onLists((text) => text.replace(/TARGETDURATION:2/, "TARGETDURATION:2.0")),
  ],
  [
    "segments without a length",
    "edge-variants NO_EXTINF",
    onLists((text) => text.replace(/#EXTINF.*\n/, "")),
  ],
  [
    "a tag that stands twice",
    "edge-variants TAG_TWICE",
    onLists((text) => text.replace("#EXT-X-VERSION:3\n", "#EXT-X-VERSION:3\n#EXT-X-VERSION:3\n")),
  ],
  [
    "tags of a master in a media playlist",
    "edge-variants MASTER_AND_MEDIA_MIXED",
    onLists((text) =>
      text.replace("#EXT-X-VERSION:3\n", "#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=1\n"),
    ),
  ],
  [
    "a key without an address",
    "edge-variants KEY_WITHOUT_URI",
    onLists((text) => text.replace(/#EXTINF/, "#EXT-X-KEY:METHOD=AES-128\n#EXTINF")),
  ],
  [
    "no BANDWIDTH",
    "edge-master NO_BANDWIDTH",
    onLists((text) => text.replace(/BANDWIDTH=\d+,/, ""), /master/),
  ],
  [
    "a group that nobody makes",
    "edge-master GROUP_NOT_DEFINED",
    onLists((text) => text.replace("#EXT-X-STREAM-INF:", '#EXT-X-STREAM-INF:AUDIO="x",'), /master/),
  ],
  [
    "a variant without an address",
    "edge-master STREAM_INF_WITHOUT_URI",
    onLists((text) => text.replace(/\na\.m3u8/, ""), /master/),
  ],
  [
    "a key that does not come",
    "edge-media KEY_NOT_SERVED",
    onLists((text) => text.replace("#EXTINF", '#EXT-X-KEY:METHOD=AES-128,URI="gone.key"\n#EXTINF')),
  ],
  [
    "a key in hexadecimal text",
    "edge-media KEY_UNUSABLE",
    onLists((text) => text.replace("#EXTINF", '#EXT-X-KEY:METHOD=AES-128,URI="hex.key"\n#EXTINF')),
  ],
  [
    "a key that does not fit",
    "edge-media KEY_DOES_NOT_FIT",
    onLists((text) => text.replace("#EXTINF", '#EXT-X-KEY:METHOD=AES-128,URI="good.key"\n#EXTINF')),
  ],
  [
    "an initialization section that does not come",
    "edge-media INIT_SECTION_MISSING",
    onLists((text) => text.replace("#EXTINF", '#EXT-X-MAP:URI="gone.mp4"\n#EXTINF')),
  ],
  [
    "a target duration that is too small",
    "edge-durations LONGER_THAN_TARGET",
    onLists((text) => text.replace("TARGETDURATION:2", "TARGETDURATION:1")),
  ],
  [
    "a target duration that changes",
    "edge-lists TARGETDURATION_CHANGES",
    onLists((text, nth) => text.replace("TARGETDURATION:2", `TARGETDURATION:${nth > 12 ? 3 : 2}`)),
  ],
  [
    "lengths that are wrong",
    "edge-durations EXTINF_WRONG",
    onLists((text) => text.replaceAll("EXTINF:2.00000", "EXTINF:1.60000")),
  ],
  ["a list that is frozen", "edge-playlists-fresh LIST_STANDS_STILL", frozen(/\.m3u8$/)],
  ["one rung that is frozen", "edge-playlists-fresh LIST_STANDS_STILL", frozen(/b\.m3u8$/)],
  ["lists that the edge keeps", "edge-playlists-fresh PLAYLISTS_CACHED", kept(frozen(/\.m3u8$/))],
  [
    "a media sequence that stands",
    "edge-lists SEQUENCE_STANDS",
    onLists((text) => text.replace(/MEDIA-SEQUENCE:\d+/, "MEDIA-SEQUENCE:7")),
  ],
  [
    "an end in a running show",
    "edge-lists ENDLIST_IN_RUNNING_SHOW",
    onLists((text) => `${text}#EXT-X-ENDLIST\n`),
  ],
  [
    "an end in one rung only",
    "edge-lists ENDLIST_IN_RUNNING_SHOW",
    onLists((text) => `${text}#EXT-X-ENDLIST\n`, /b\.m3u8/),
  ],
  ["two writers", "edge-lists TWO_WRITERS", inTurns(otherShow)],
  [
    "two writers with the same names and numbers, by their clocks",
    "edge-lists TWO_WRITERS",
    inTurns(
      (text) => dated(text, 7),
      (text) => dated(text, 0),
    ),
  ],
  [
    "two writers with the same names and numbers, by the lengths of their segments",
    "edge-lists TWO_WRITERS",
    inTurns((text) => text.replaceAll("EXTINF:2.00000", "EXTINF:1.98000")),
  ],
  [
    "two writers with the same names and numbers, by their segments",
    "edge-lists TWO_WRITERS",
    onSegments((served, _path, nth) =>
      nth % 2 === 0 ? { ...served, body: Buffer.concat([served.body, NULL_PACKET]) } : served,
    ),
  ],
  [
    "one location of the edge that is stale",
    "edge-lists EDGE_LOCATION_STALE",
    inTurns((text) => older(text, 1)),
  ],
  [
    "segments that are cut between two packets",
    "edge-media SEGMENT_CUT",
    onSegments((served, path) =>
      numberOf(path) % 4 === 1
        ? { ...served, body: served.body.subarray(0, 188 * Math.floor(served.body.length / 564)) }
        : served,
    ),
  ],
  [
    "timestamps that jump 1,000 s",
    "edge-clock TIMESTAMPS_JUMP",
    onSegments((served, path) =>
      numberOf(path) % 4 < 2
        ? { ...served, body: shiftedClock(served.body, 1000, "both") }
        : served,
    ),
  ],
  [
    "sound 3 s late",
    "edge-clock SOUND_OFF",
    onSegments((served) => ({ ...served, body: shiftedClock(served.body, 3, "sound") })),
  ],
  [
    "sound 300 ms early",
    "edge-clock SOUND_OFF",
    onSegments((served) => ({ ...served, body: shiftedClock(served.body, -0.3, "sound") })),
  ],
  [
    "a rung three segments behind",
    "edge-clock RENDITION_BEHIND",
    onLists((text) => older(text, 3), /b\.m3u8/),
  ],
  [
    "rungs on different clocks",
    "edge-clock RENDITIONS_ON_DIFFERENT_CLOCKS",
    onSegments(
      (served) => ({ ...served, body: shiftedClock(served.body, 500, "both") }),
      /b_\d+\.ts/,
    ),
  ],
  [
    "the same segment twice",
    "edge-clock",
    onSegments((served, path) => (numberOf(path) % 2 === 1 ? segment(numberOf(path) - 1) : served)),
  ],
  [
    "another codec than stated",
    "edge-declared CODECS_DIFFER",
    onLists((text) => text.replaceAll("avc1.4d400d", "hvc1.1.6.L93.B0"), /master/),
  ],
  [
    "another profile than stated",
    "edge-declared CODECS_DIFFER",
    onLists((text) => text.replaceAll("avc1.4d400d", "avc1.64000d"), /master/),
  ],
  [
    "an edge that is slower than the show",
    "edge-pace",
    onSegments((served) => ({ ...served, delayMs: 2500 })),
  ],
];

/** What plays, and should be looked at: exit 0. */
const WARNINGS: readonly (readonly [string, string, Change])[] = [
  [
    "a content type that televisions refuse",
    "edge-answers CONTENT_TYPE_UNUSUAL",
    (served, path) =>
      path.endsWith(".m3u8") ? { ...served, headers: { "content-type": "text/plain" } } : served,
  ],
  [
    "a clock that is wrong",
    "edge-clock PROGRAM_DATE_TIME_OFF",
    onLists((text) =>
      text.replace("#EXTINF", "#EXT-X-PROGRAM-DATE-TIME:2020-01-01T00:00:00.000Z\n#EXTINF"),
    ),
  ],
  [
    "another size than stated",
    "edge-declared RESOLUTION_DIFFERS",
    onLists((text) => text.replaceAll("320x240", "640x480"), /master/),
  ],
  [
    "a bitrate that is too low",
    "edge-declared BANDWIDTH_TOO_LOW",
    onLists((text) => text.replaceAll(/BANDWIDTH=\d+/g, "BANDWIDTH=1000"), /master/),
  ],
  [
    "a level that is too low",
    "edge-declared CODEC_LEVEL_DIFFERS",
    onLists((text) => text.replaceAll("avc1.4d400d", "avc1.4d400a"), /master/),
  ],
  [
    "no CORS",
    "edge-cors NO_CORS",
    (served) => ({ ...served, headers: { "access-control-allow-origin": "" } }),
  ],
];

/** A transport stream packet that says nothing. */
const NULL_PACKET = Buffer.concat([Buffer.from("471fff10", "hex"), Buffer.alloc(184, 255)]);

/** A list with the time of its first segment, so many seconds late. */
function dated(text: string, lateSeconds: number): string {
  const sequence = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
  const at = new Date(1_700_000_000_000 + (2 * sequence + lateSeconds) * 1000).toISOString();
  return text.replace("#EXTINF", `#EXT-X-PROGRAM-DATE-TIME:${at}\n#EXTINF`);
}

function frozen(pattern: RegExp): Change {
  const first = new Map<string, Served>();
  return (served, path) => {
    if (!pattern.test(path)) return served;
    const kept_ = first.get(path) ?? served;
    first.set(path, kept_);
    return kept_;
  };
}

/** The lists that a change serves, as an edge that keeps them would. */
function kept(change: Change): Change {
  return async (served, path, nth) => {
    const made_ = await change(served, path, nth);
    if (!path.endsWith(".m3u8")) return made_;
    return made_ && { ...made_, headers: { "x-cache": "Hit from cloudfront", age: "60" } };
  };
}

function otherShow(text: string): string {
  return text.replace(/MEDIA-SEQUENCE:(\d+)/, "MEDIA-SEQUENCE:9$1").replaceAll(/([ab])_/g, "$1_9");
}

function older(text: string, by: number): string {
  return text
    .replace(
      /MEDIA-SEQUENCE:(\d+)/,
      (_all, number: string) => `MEDIA-SEQUENCE:${Number(number) - by}`,
    )
    .replaceAll(/_(\d+)\.ts/g, (_all, number: string) => `_${Number(number) - by}.ts`);
}

/** Every other look at a list gets another one. */
function inTurns(
  other: (text: string) => string,
  one: (text: string) => string = (text) => text,
): Change {
  const looks = new Map<string, number>();
  return (served, path) => {
    if (!/\/[ab]\.m3u8$/.test(path)) return served;
    const nth = looks.get(path) ?? 0;
    looks.set(path, nth + 1);
    return edited(served, nth % 2 === 0 ? one : other);
  };
}

/** Four segments of the made stream over and over, on one clock. */
function segment(number: number): Served {
  const body = made.get(`/ts/v${number % 4}.ts`) ?? Buffer.alloc(0);
  return { body: shiftedClock(body, Math.floor(number / 4) * 8, "both") };
}

/** Keys for segments that the healthy show does not encrypt. */
function keyAt(path: string): Served | undefined {
  if (path === "/hex.key") return { body: Buffer.from("000102030405060708090a0b0c0d0e0f") };
  return path === "/good.key" ? { body: Buffer.alloc(16, 7) } : undefined;
}

beforeAll(async () => {
  if (!isAble) return;
  made = await makeStreams();
}, 120_000);

async function look(
  change: Change,
): Promise<{ first: string; warned: string; checks: readonly CheckResult[] }> {
  let asked = 0;
  await using show = await liveShow(made, (served, path) => {
    asked += 1;
    return change(served ?? keyAt(path) ?? refused(404), path, asked);
  });
  const { checks } = await show.look();
  return { first: firstOf(checks, "fail"), warned: firstOf(checks, "warn"), checks };
}

describe.skipIf(!isAble)("of one fault between a live stream and the checker", () => {
  test("none is found when there is none", async () => {
    const { first, warned } = await look((served) => served);
    expect([first, warned]).toEqual(["", ""]);
  });

  test.each(FAULTS)("%s is named first", async (_what, wanted, change) => {
    const { first, checks } = await look(change);
    expect(
      first,
      JSON.stringify(
        checks.filter(({ verdict }) => verdict === "fail").map(({ id, saw }) => [id, saw]),
      ),
    ).toContain(wanted);
    for (const { hint } of checks)
      expect(hint ?? "").not.toMatch(/live-origin|--allow-interruption/);
  });

  test.each(WARNINGS)("%s is a warning", async (_what, wanted, change) => {
    const { first, warned } = await look(change);
    expect([first, warned]).toEqual(["", wanted]);
  });
});
