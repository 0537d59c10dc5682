import fc from "fast-check";
import { expect, test } from "vitest";
import { newestSequence, parseMaster, parseVariant } from "../../../src/verify/playlists.ts";
import { seeded } from "../seeded.ts";

const line = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "#EXTM3U",
    "#EXT-X-VERSION:3",
    "#EXT-X-ENDLIST",
    "#EXT-X-DISCONTINUITY",
    "playlist_480p30.m3u8?token=x",
    "playlist_480p30_20260101T000000_00001.ts",
  ),
  fc.string().map((value) => `#EXT-X-STREAM-INF:${value}`),
  fc
    .tuple(fc.integer(), fc.nat(4000), fc.nat(3000))
    .map(
      ([rate, width, height]) =>
        `#EXT-X-STREAM-INF:BANDWIDTH=${rate},RESOLUTION=${width}x${height}`,
    ),
  fc.oneof(fc.double().map(String), fc.string()).map((value) => `#EXTINF:${value},`),
  fc.oneof(fc.integer().map(String), fc.string()).map((value) => `#EXT-X-MEDIA-SEQUENCE:${value}`),
  fc.oneof(fc.integer().map(String), fc.string()).map((value) => `#EXT-X-TARGETDURATION:${value}`),
  fc.string().map((value) => `#EXT-X-KEY:${value}`),
  fc.string().map((value) => `#EXT-X-MAP:${value}`),
  fc.string().map((value) => `#EXT-X-PROGRAM-DATE-TIME:${value}`),
);
const playlist = fc.array(line, { maxLength: 20 }).map((lines) => lines.join("\n"));

test("a playlist of any content is read, and names only what can be asked for", () => {
  fc.assert(
    fc.property(playlist, (text) => {
      for (const { uri, bandwidth } of parseMaster(text)) {
        expect(URL.canParse(uri, "http://edge/")).toBe(true);
        expect(bandwidth).toSatisfy(Number.isFinite);
      }
      const variant = parseVariant(text);
      for (const { uri, durationSeconds } of variant.segments) {
        expect(URL.canParse(uri, "http://edge/")).toBe(true);
        expect(durationSeconds).toSatisfy(Number.isFinite);
      }
      expect(newestSequence(variant) ?? 0).toSatisfy(Number.isFinite);
    }),
    seeded("playlists", 2000),
  );
});

test("what breaks the parser is a playlist of nothing", () => {
  expect(parseMaster("#EXT-X-STREAM-INF:!\nplaylist_480p30.m3u8")).toEqual([]);
  expect(parseVariant("<html>").segments).toEqual([]);
});
