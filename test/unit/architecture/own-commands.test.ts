import { expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import { sourceFiles } from "./source-files.ts";

/** Written for help and completion, which put the right beginning in, or complete this very name. */
const ALLOWED = ["src/cli/catalog.ts", "src/cli/completion/"];

test("no text names a command of ours as if everybody started it in the same way", () => {
  const verbs = COMMANDS.map(({ name }) => name).join("|");
  const literal = new RegExp(`live-origin (?:(?:${verbs})\\b(?!,)|--help)`);
  const found = sourceFiles("src")
    .filter(({ path }) => !ALLOWED.some((start) => path.startsWith(start)))
    .filter(({ path }) => !path.startsWith("src/sandbox/"))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/.test(line) && literal.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
