import { expect, test } from "vitest";
import { judgeFreshness } from "../../../src/verify/stream/judge-freshness.ts";
import { madeList, madeRendition } from "./made-readings.ts";

test.each([
  ["", "LIST_STANDS_STILL fail"],
  ["#EXT-X-PLAYLIST-TYPE:VOD", "ENDLIST_MISSING warn"],
])("a list without an end that does not grow, with %s", (line, wanted) => {
  const text = madeList(5, [2, 2, 2], [line]);
  const found = (end: string) =>
    judgeFreshness([madeRendition([text + end, text + end])]).map(
      ({ code, severity }) => `${code} ${severity}`,
    );
  expect(found("")).toEqual([wanted]);
  expect(found("#EXT-X-ENDLIST\n")).toEqual([]);
});

test.each([
  ["max-age=3600", undefined, "fail"],
  ["public, max-age=5", undefined, "warn"],
  ["max-age=3600", "3599", undefined],
  ["max-age=2", undefined, undefined],
  ["no-cache, max-age=3600", undefined, undefined],
  ["s-maxage=3600", undefined, undefined],
])("a list that goes on with Cache-Control %s and Age %s", (said, age, wanted) => {
  const headers = { "cache-control": said, ...(age === undefined ? {} : { age }) };
  const texts = [madeList(5, [2, 2, 2]), madeList(6, [2, 2, 2])];
  const [fault] = judgeFreshness([madeRendition(texts, { headers })]);
  expect([fault?.code, fault?.severity]).toEqual(
    wanted === undefined ? [undefined, undefined] : ["KEPT_BY_BROWSERS", wanted],
  );
});

test.each([
  [7_000, ["LIST_SLOW"]],
  [3_000, []],
])("a list whose answers take %i ms", (tookMs, wanted) => {
  const made = madeRendition([5, 6, 7].map((sequence) => madeList(sequence, [2, 2, 2])));
  const readings = made.readings.map((reading) => ({
    ...reading,
    reply: { ...reading.reply, tookMs },
  }));
  expect(judgeFreshness([{ ...made, readings }]).map(({ code }) => code)).toEqual(wanted);
});
