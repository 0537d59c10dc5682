import { expect, test } from "vitest";
import { judgeAnswers } from "../../../src/verify/stream/judge-answers.ts";
import { madeReply } from "./made-readings.ts";

test.each([
  ["live?id=1", "playlist", "a playlist"],
  ["keys/7", "key", "a key"],
  ["init.mp4", "initialization section", "an initialization section"],
  ["a_7.ts", "segment", "a segment"],
  ["a.m3u8", undefined, "a playlist"],
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
