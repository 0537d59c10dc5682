import { expect, test } from "vitest";
import { judgeLists } from "../../../src/verify/stream/judge-lists.ts";
import { madeList, madeRendition, madeReply, madeWindow } from "./made-readings.ts";

const codes = (texts: readonly string[]) =>
  judgeLists([madeRendition(texts)]).map(({ code, saw }) => [code, saw]);
const whole = madeList(5, [2, 2, 2]);
const next = madeList(6, [2, 2, 2]);

test.each([
  ['a.m3u8: the last line is "a_"; 1 of 2 looks', whole.slice(0, -"7.ts\n".length)],
  ['a.m3u8: the last line is "#EXTINF:2,"; 1 of 2 looks', whole.slice(0, -"a_7.ts\n".length)],
  ['a.m3u8: the last line is "#EXTI"; 1 of 2 looks', whole.slice(0, -"NF:2,\na_7.ts\n".length)],
])("a list that is cut is named as that: %s", (saw, cut) => {
  expect(codes([cut, next])).toEqual([["LIST_CUT", saw]]);
});

test("a list that grows is none, without a line feed at its end either", () => {
  expect(codes([whole, next.trimEnd()])).toEqual([]);
  expect(codes([`${whole}# a comment\n`, `${next}#\n`])).toEqual([]);
});

test("lists without a segment are not two writers", () => {
  const empty = (sequence: number): string => madeList(sequence, []);
  expect(codes([empty(5), empty(6), empty(7), empty(8)])).toEqual([]);
});

const typed = (type: string, sequence: number, extinfs: readonly number[]): string =>
  madeList(sequence, extinfs, [`#EXT-X-PLAYLIST-TYPE:${type}`]);

test.each([
  ["EVENT", 6, [2, 2, 2], ["PLAYLIST_TYPE_BROKEN"]],
  ["EVENT", 5, [2, 2, 2, 2], []],
  ["VOD", 5, [2, 2, 2, 2], ["PLAYLIST_TYPE_BROKEN"]],
] as const)(
  "a list of the type %s that then has segments from %i on",
  (type, from, then, wanted) => {
    const found = codes([typed(type, 5, [2, 2, 2]), typed(type, from, then)]);
    expect(found.map(([code]) => code)).toEqual(wanted);
  },
);

test("a discontinuity that leaves the list must be counted", () => {
  const cut = "#EXT-X-DISCONTINUITY\n#EXTINF:2,\na_5.ts";
  const before = whole.replace("#EXTINF:2,\na_5.ts", cut);
  expect(codes([before, next]).map(([code]) => code)).toEqual(["DISCONTINUITIES_MISCOUNTED"]);
  expect(codes([before, madeList(6, [2, 2, 2], ["#EXT-X-DISCONTINUITY-SEQUENCE:1"])])).toEqual([]);
});

test("segments leave only a list that is long enough", () => {
  expect(codes([madeList(5, [2, 2]), madeList(6, [2, 2])])).toEqual([
    ["WINDOW_TOO_SHORT", "a.m3u8: 2 segments, 4.0 s, EXT-X-TARGETDURATION 2"],
  ]);
  // One that has just begun grows.
  expect(codes([madeList(5, [2]), madeList(5, [2, 2])])).toEqual([]);
});

test("a list that is refused at one look and there at another is named", () => {
  const there = madeRendition([whole, whole, next]);
  const gone = madeReply("a.m3u8", { status: 404 });
  const readings = there.readings.map((reading, index) =>
    index === 1 ? { ...reading, reply: gone, playlist: undefined } : reading,
  );
  expect(judgeLists([{ ...there, readings }])).toMatchObject([
    { code: "LIST_COMES_AND_GOES", saw: "a.m3u8: 404 to 1 of 3 looks" },
  ]);
});

test("delta updates of low latency are no other lists, and their segments are counted on", () => {
  const delta = madeList(6, [2], ["#EXT-X-SKIP:SKIPPED-SEGMENTS=2"]).replace("a_6", "a_8");
  expect(codes([whole, delta, delta, next])).toEqual([]);
  const sequences = madeWindow(delta, [2]).segments.map(({ segment }) => segment.sequence);
  expect(sequences).toEqual([8]);
});
