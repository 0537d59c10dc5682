import { expect, test } from "vitest";
import { judgeAnswers } from "../../../src/verify/stream/judge-answers.ts";
import { beginningOf, statusWords } from "../../../src/verify/stream/reply-words.ts";
import { madeReply } from "./made-readings.ts";

test.each([
  ["live?id=1", "playlist", "a playlist"],
  ["keys/7", "key", "a key"],
  ["init.mp4", "initialization section", "an initialization section"],
  ["a_7.ts", "segment", "a segment"],
  ["a.m3u8", undefined, "a playlist"],
  ["7.key", undefined, "a key"],
] as const)("a web page at %s is one instead of what was wanted there", (name, wanted, what) => {
  const page = {
    wanted,
    body: "<!DOCTYPE html><p>sign in",
    headers: { "content-type": "text/html" },
  };
  expect(judgeAnswers([madeReply(name, page)])).toMatchObject([
    { code: "WEB_PAGE_INSTEAD", text: `the edge answers with a web page instead of ${what}` },
  ]);
});

test.each([
  ["live?id=1", "application/octet-stream", true],
  ["live?id=1", "application/x-mpegURL", false],
  ["a.m3u8", "application/octet-stream", false],
  ["a.m3u8", "text/plain", true],
])("a playlist at %s of the type %s", (name, type, isUnusual) => {
  const list = { body: "#EXTM3U\n", headers: { "content-type": type } };
  const codes = judgeAnswers([madeReply(name, list)]).map(({ code, severity }) => [code, severity]);
  expect(codes).toEqual(isUnusual ? [["CONTENT_TYPE_UNUSUAL", "warn"]] : []);
});

test.each([
  [
    "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
    "Request has expired",
  ],
  ['{"message": "Forbidden"}', "Forbidden"],
  ['{"error": "no key eyJhbGciOiJIUzI1NiJ9.eyJ0"}', "no key ***"],
])("of an error its own message is told: %s", (body, message) => {
  expect(statusWords(madeReply("a.ts", { status: 403, body }))).toBe(`403, "${message}"`);
});

test("of a body that is no text the first bytes are told", () => {
  expect(beginningOf(madeReply("a.m3u8", { body: "\u001b\u0000x" }))).toBe("1b 00 78");
  expect(beginningOf(madeReply("a.m3u8", { body: " {}\n" }))).toBe('"{}"');
  expect(beginningOf(madeReply("a.m3u8", { body: "not for eyJhbGciOiJIUzI1" }))).toBe(
    '"not for ***"',
  );
});

test("what a page served with https may not load is told", () => {
  const [entry, other] = [madeReply("a.m3u8"), madeReply("a.ts")];
  const secure = { ...entry, address: "https://host/a.m3u8", finalAddress: "https://host/a.m3u8" };
  expect(judgeAnswers([secure, other])).toMatchObject([
    { code: "MIXED_CONTENT", severity: "warn", saw: "a.ts comes from http://host" },
  ]);
  expect(judgeAnswers([entry, other])).toEqual([]);
});
