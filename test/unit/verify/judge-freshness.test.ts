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
