import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guarded, rewriting, unguarded } from "../../../src/terminal/guarded-stream.ts";
import { createStyle } from "../../../src/terminal/style.ts";
import { seeded } from "../seeded.ts";
import { STEERING } from "./steering.ts";

const style = createStyle({ isTTY: true, env: {}, plain: false });

function shown(...texts: readonly string[]): string {
  const stream = new PassThrough();
  const safe = guarded(stream);
  for (const text of texts) safe.write(text);
  return (stream.read() as Buffer | null)?.toString("utf8") ?? "";
}

const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        "\u001B",
        "[31m",
        "[",
        "]0;x\u0007",
        "\u009B2J",
        "\u202E",
        "\r",
        "a",
        "\uD800",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

describe("a guarded stream", () => {
  test("lets nobody's words through that a terminal obeys, and our colours as they are", () => {
    fc.assert(
      fc.property(words, words, (first, second) => {
        const text = shown(`${style.red(first)}${second}\n`);
        expect(text.startsWith(first === "" ? "" : "\u001B[31m")).toBe(true);
        expect(text.replaceAll(/\u001B\[(31|39)m/g, "")).not.toMatch(STEERING);
        // Theirs are shown, not obeyed: as many are left as are ours.
        const lines = first === "" ? 0 : first.split("\n").length;
        expect(text.split("\u001B").length - 1).toBe(2 * lines);
      }),
      seeded("guarded text", 2_000),
    );
  });

  test("keeps a JSON document what it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), words, (value, key) => {
        const document = { [`${key}k`]: value, words: key };
        const text = shown(JSON.stringify(document, null, 2));
        expect(text).not.toMatch(STEERING);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
      }),
      seeded("guarded documents", 1_000),
    );
  });

  test("shows what it escapes", () => {
    expect(shown("a\u001B[2J\u009B\u007F\u202E\u{E0041}\tb\r\n")).toBe(
      String.raw`a\u001b[2J\u009b\u007f\u202e\udb40\udc41\u0009b\u000d` + "\n",
    );
  });

  test("knows the stream behind it, and what that says of itself", () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const safe = guarded(stream);
    expect(unguarded(safe)).toBe(stream);
    stream.columns = 40;
    expect([safe.isTTY, safe.columns]).toEqual([true, 40]);
  });
});

describe("colours", () => {
  test("begin anew where one within them ends, and stop at the end of a line", () => {
    expect(shown(style.dim(`a${style.bold("b")}c\nd`))).toBe(
      "\u001B[2ma\u001B[1mb\u001B[22m\u001B[2mc\u001B[22m\n\u001B[2md\u001B[22m",
    );
  });
});

test("whoever hooks a stream that rewrites, as a spinner does, hooks that stream alone", () => {
  const raw = new PassThrough();
  const stream = rewriting(raw, (text) => text.toUpperCase());
  const before = stream.write;
  stream.write = (text: string | Uint8Array) => before.call(stream, `(${String(text)})`);
  stream.write("a");
  stream.write = before;
  stream.write("b");
  raw.write("c");
  expect(String(raw.read())).toBe("(A)Bc");
});
