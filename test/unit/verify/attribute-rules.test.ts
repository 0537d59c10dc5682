import { expect, test } from "vitest";
import { parseMaster } from "../../../src/verify/playlists.ts";
import { parseManifest, parseMedia } from "../../../src/verify/stream/media-playlist.ts";
import { brokenRules } from "../../../src/verify/stream/playlist-rules.ts";

const INFO = "#EXT-X-STREAM-INF:BANDWIDTH=1,";
const master = (...lines: readonly string[]): string => `#EXTM3U\n${lines.join("\n")}\n`;
const media = (...lines: readonly string[]): string =>
  master("#EXT-X-TARGETDURATION:2", ...lines, "#EXTINF:2,", "last.ts", "#EXT-X-ENDLIST");
const found = (text: string): readonly string[] =>
  brokenRules(text, text.includes("STREAM-INF") ? "master" : "media").map(
    ({ code, text: what }) => `${code} ${/RFC 8216 §([\d.]+)/.exec(what)?.[1] ?? ""}`,
  );
const rendition = (attributes: string): string => master(`#EXT-X-MEDIA:${attributes}`, INFO, "a");

test.each([
  [rendition('GROUP-ID="a",NAME="x",URI="a"'), "RENDITION_INCOMPLETE 4.3.4.1"],
  [rendition('TYPE=AUDIO,NAME="x",URI="a"'), "RENDITION_INCOMPLETE 4.3.4.1"],
  [rendition('TYPE=AUDIO,GROUP-ID="a"'), "RENDITION_INCOMPLETE 4.3.4.1"],
  [rendition('TYPE=SUBTITLES,GROUP-ID="a",NAME="x"'), "RENDITION_INCOMPLETE 4.3.4.1"],
  [rendition('TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="x"'), "RENDITION_INCOMPLETE 4.3.4.1"],
  [
    rendition('TYPE=AUDIO,GROUP-ID="a",NAME="x"\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x"'),
    "RENDITIONS_ALIKE 4.3.4.1.1",
  ],
  [
    rendition(
      'TYPE=AUDIO,GROUP-ID="a",NAME="x",DEFAULT=YES\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="y",DEFAULT=YES',
    ),
    "RENDITIONS_ALIKE 4.3.4.1.1",
  ],
  [master("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1", INFO, "a"), "I_FRAMES_INCOMPLETE 4.3.4.3"],
  [master(`${INFO}RESOLUTION=320*240`, "a"), "RESOLUTION_UNREADABLE 4.2"],
  [master('#EXT-X-SESSION-DATA:DATA-ID="a"', INFO, "a"), "SESSION_DATA_INCOMPLETE 4.3.4.4"],
  [master(`${INFO}CLOSED-CAPTIONS="cc"`, "a"), "GROUP_NOT_DEFINED 4.3.4.2"],
  [media('#EXT-X-KEY:METHOD=ROT13,URI="k"'), "KEY_UNREADABLE 4.3.2.4"],
  [media('#EXT-X-KEY:METHOD=AES-128,URI="k",IV=12345'), "KEY_UNREADABLE 4.3.2.4"],
  [media('#EXT-X-MAP:BYTERANGE="1@0"'), "MAP_WITHOUT_URI 4.3.2.5"],
  [media("#EXT-X-BYTERANGE:10"), "RANGE_WITHOUT_OFFSET 4.3.2.2"],
  [media("#EXT-X-PLAYLIST-TYPE:LIVE"), "TYPE_UNKNOWN 4.3.3.5"],
  [media("#EXT-X-PROGRAM-DATE-TIME:yesterday"), "DATE_UNREADABLE 4.3.2.6"],
  [
    media("#EXT-X-DISCONTINUITY", "#EXT-X-DISCONTINUITY-SEQUENCE:1"),
    "DISCONTINUITY_SEQUENCE_LATE 4.3.3.3",
  ],
  [media("#EXT-X-VERSION:x"), "VERSION_UNREADABLE 4.3.1.2"],
])("what is forbidden is named with its section: %s", (text, wanted) => {
  expect(found(text)).toEqual([wanted]);
});

test.each([
  master("#EXT-X-STREAM-INF:PROGRAM-ID=1, BANDWIDTH=1", "a"),
  master(
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",DEFAULT=YES',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="b",NAME="x, y",DEFAULT=YES,URI="b"',
    '#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="x, y",INSTREAM-ID="CC1"',
    '#EXT-X-I-FRAME-STREAM-INF:URI="i",BANDWIDTH=1',
    '#EXT-X-SESSION-DATA:DATA-ID="t",VALUE="v=1,URI=2"',
    `${INFO}AUDIO="a",CLOSED-CAPTIONS="a",RESOLUTION=320x240`,
    "a",
    `${INFO}AUDIO="b",CLOSED-CAPTIONS=NONE`,
    "b",
  ),
  media(
    "#EXT-X-VERSION:9",
    "#EXT-X-PLAYLIST-TYPE:VOD ",
    "#EXT-X-DISCONTINUITY-SEQUENCE:3",
    "#EXT-X-PROGRAM-DATE-TIME:2026-11-28T12:00:00.000+0100",
    '#EXT-X-MAP:URI="i.mp4",BYTERANGE="10@0"',
    '#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x000102030405060708090a0b0c0d0e0f',
    "#EXTINF:2,",
    "#EXT-X-BYTERANGE:10@0",
    "last.ts",
    "#EXT-X-DISCONTINUITY",
    "#EXT-X-BYTERANGE:10",
  ),
  media('#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI="data:;base64,AA"', "#EXT-X-KEY:METHOD=NONE"),
])("what is allowed is not: %#", (text) => {
  expect(found(text)).toEqual([]);
});

test("a comma behind the last attribute is read over", () => {
  const list = media("#EXT-X-KEY:METHOD=NONE, ", "#EXTINF:2,", "first.ts");
  expect(parseMedia(list, "http://a.example/v.m3u8").segments).toHaveLength(2);
  const text = master(INFO, "v.m3u8").replaceAll("\n", "\r\n");
  expect(parseMaster(text).map(({ uri }) => uri)).toEqual(["v.m3u8"]);
});

test("variables come from the playlist itself, its address and its master", () => {
  const from = "http://a.example/x/v.m3u8?night=7";
  const list = media(
    '#EXT-X-DEFINE:QUERYPARAM="night"',
    '#EXT-X-DEFINE:IMPORT="host"',
    "#EXTINF:2,",
    "/{$host}/{$night}.ts",
  );
  const text = master(
    '#EXT-X-DEFINE:NAME="host",VALUE="cdn"',
    "#EXT-X-STREAM-INF:BANDWIDTH=1",
    "v.m3u8",
  );
  const { definitions } = parseManifest(text, "http://a.example/m.m3u8");
  const [first] = parseMedia(list, from, definitions).segments;
  expect(first?.address).toBe("http://a.example/cdn/7.ts");
});

test("another master instead of a media playlist is named as that first", () => {
  const [first] = brokenRules(master(`${INFO}RESOLUTION=320x240`, "a"), "media");
  expect(first?.code).toBe("MASTER_INSTEAD");
});
