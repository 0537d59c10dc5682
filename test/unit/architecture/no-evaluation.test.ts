import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** What makes code out of text, or starts other programs, and the files that may. */
const GUARDED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\beval\s*\(|\bnew Function\b(?!\w)/, []],
  // The emulated edge runs the functions that were uploaded to it, with nothing in reach.
  [/["'](?:node:)?vm["']/, ["src/sandbox/edge/function-runtime.ts"]],
  [
    /["'](?:node:)?child_process["']/,
    [
      // The browser, for the page of `play`.
      "src/platform/open-browser.ts",
      "src/sandbox/encoder/inputs/ffmpeg-run.ts",
      "src/verify/decode-segment.ts",
      "src/verify/second-opinion.ts",
    ],
  ],
  [/\bimport\(\s*[^"'\s)]/, []],
  [/["'](?:node:)?(?:worker_threads|inspector|repl)["']/, []],
];

test.each(GUARDED)("%s is used only where it must be", (pattern, allowed) => {
  const users = sourceFiles("src")
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path);
  expect(users.filter((path) => !allowed.includes(path))).toEqual([]);
});
