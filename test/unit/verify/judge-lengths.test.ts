import { expect, test } from "vitest";
import { judgeLengths } from "../../../src/verify/stream/judge-lengths.ts";
import { madeList, madeWindow } from "./made-readings.ts";

const windowOf = (target: string, name = "a") => {
  const made = madeWindow(madeList(5, [2, 2]).replace("TARGETDURATION:2", target), [2, 2]);
  return { ...made, rendition: { ...made.rendition, name } };
};
const judged = (...all: Parameters<typeof judgeLengths>[0]) =>
  judgeLengths(all).map(({ code, severity }) => `${code} ${severity}`);

test("a target duration of nought is too small, and one that is missing, or no number, is told elsewhere", () => {
  expect(judged(windowOf("TARGETDURATION:0"))).toEqual(["LONGER_THAN_TARGET fail"]);
  expect(judged(windowOf("OTHER:2"))).toEqual([]);
  expect(judged(windowOf("TARGETDURATION: 2"))).toEqual([]);
});

test("renditions have one target duration, but subtitles may have their own", () => {
  const [one, other] = [windowOf("TARGETDURATION:2"), windowOf("TARGETDURATION:4", "b")];
  expect(judged(one, other)).toEqual(["TARGETDURATIONS_DIFFER warn"]);
  const subtitles = { ...other, rendition: { ...other.rendition, kind: "subtitles" as const } };
  expect(judged(one, subtitles)).toEqual([]);
});
