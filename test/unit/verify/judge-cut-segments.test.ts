import { expect, test } from "vitest";
import { judgeCutSegments } from "../../../src/verify/stream/judge-cut-segments.ts";
import { madeList, madeWindow } from "./made-readings.ts";

const cut = (extinfs: readonly (number | string)[], shown: readonly (number | undefined)[]) =>
  judgeCutSegments([madeWindow(madeList(5, extinfs), shown)]).map(({ saw }) => saw);

test("the newest segment is cut where it alone is shorter than stated", () => {
  expect(cut([2.002, 2.002, 2.002], [2, 2, 0.68])).toEqual([
    "a_7.ts: 1000 bytes, its pictures end 1.3 s before EXTINF says, and the others are as long as stated; 1 of 3 segments",
  ]);
  expect(cut([2.002, 2.002, 2.002], [2, 2, 1.8])).toHaveLength(1);
  expect(cut([2.002, 2.002, 2.002], [2, 2, undefined])[0]).toContain("end 2.0 s before EXTINF");
});

test("one in the middle is, where the next begins as stated", () => {
  expect(cut([2.002, 2.002, 2.002], [2, 1, 2])[0]).toContain(
    "1.0 s before the next segment begins",
  );
  // A source whose last picture stands.
  expect(cut([2.002, 2.002, 2.002], [2, 1.7, 2])).toEqual([]);
});

test("none is where the list counts wrongly, rounds, or ends in sound alone", () => {
  expect(cut([2.402, 2.402, 2.402], [2, 2, 2])).toEqual([]);
  expect(cut([2, 2, 2], [2, 2, 1.5])).toEqual([]);
  expect(cut([2.002], [1])).toEqual([]);
  const film = `${madeList(5, [2.002, 2.002, 2.002])}#EXT-X-ENDLIST\n`;
  expect(judgeCutSegments([madeWindow(film, [2, 2, 1])])).toEqual([]);
});
