import { expect, test } from "vitest";
import { complaintOf, notServed } from "../../../src/verify/stream/judge-segments.ts";
import { madeList, madeReply, madeWindow } from "./made-readings.ts";

const KEY = '#EXT-X-KEY:METHOD=AES-128,URI="k"';

test.each([
  [KEY, "no sync byte at offset 0 of 1880", "KEY_DOES_NOT_FIT"],
  [KEY, "no sync byte at offset 1692 of 1800", "NOT_A_TRANSPORT_STREAM"],
  ["", "no sync byte at offset 0 of 1880", "NOT_A_TRANSPORT_STREAM"],
])("with %s what has %s is named for its cause", (line, saw, wanted) => {
  const [reading] = madeWindow(madeList(5, [2], [line]), [2]).segments;
  if (reading?.media === undefined) throw new Error("no segment was made");
  const media = { ...reading.media, broken: { code: "NOT_A_TRANSPORT_STREAM", saw } };
  expect(complaintOf({ ...reading, media })?.code).toBe(wanted);
});

test("of what OpenSSL says only the words are told", () => {
  const [reading] = madeWindow(madeList(5, [2]), [2]).segments;
  if (reading === undefined) throw new Error("no segment was made");
  const text = "error:1C800064:Provider routines::bad decrypt";
  expect(complaintOf({ ...reading, trouble: { kind: "decrypt", text } })?.saw).toBe("bad decrypt");
});

test.each([
  [401, "SEGMENT_REFUSED"],
  [403, "SEGMENT_REFUSED"],
  [404, "SEGMENT_MISSING"],
])("an answer of %i instead of a segment", (status, wanted) => {
  expect(notServed(madeReply("a_5.ts", { status })).code).toBe(wanted);
});
