import { expect, test } from "vitest";
import { createStderrTail } from "../../../../src/sandbox/encoder/inputs/stderr-tail.ts";

const said = (texts: readonly string[], secrets: readonly string[] = []) => {
  const tail = createStderrTail(secrets);
  for (const text of texts) tail.push(Buffer.from(text));
  return tail;
};

test("lines are put together from pieces, and the last one needs no line end", () => {
  const tail = said(["first li", "ne\nsecond", " line"]);
  expect(tail.lines()).toEqual(["first line"]);
  expect(tail.last()).toBe("first line");
  expect(said(["only"]).last()).toBe("only");
});

test("however much is written, only the end is kept", () => {
  const tail = said(Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`));
  expect(tail.lines().length).toBe(20);
  expect(tail.last()).toBe("line 999");
  expect(said([`${"x".repeat(10_000)} no stream\n`]).last()).toMatch(/^x{100}…x{90} no stream$/u);
});

test("credentials and queries of URLs and given secrets never show", () => {
  const tail = said(
    ["http://user:pass@host/a.m3u8?token=abc: 403, srt key-1 of key-1\n"],
    ["key-1", ""],
  );
  expect(tail.last()).toBe("http://***@host/a.m3u8?*** 403, srt *** of ***");
});

test("the pipe that it reads from and places in its memory are nobody else's business", () => {
  const tail = said([
    "[mp3 @ 0x55f534e5c8c0] [error] Invalid frame size\n[error] pipe:0: Invalid argument\n",
  ]);
  expect(tail.lines()).toEqual(["Invalid frame size", "Invalid argument"]);
});
