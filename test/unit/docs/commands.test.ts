import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import { longFlag } from "../../../src/cli/flag-table.ts";
import { GLOBAL_FLAGS } from "../../../src/cli/flags.ts";
import { settingsOf } from "../../../src/cli/settings-of.ts";

const DOCUMENTS = ["README.md", "AGENTS.md", "examples/README.md", "docs/sandbox.md"];
const PROGRAM =
  /(?:live-origin(?:@[\d.]+)?|npx \.|npx \.\/live-origin-[\d.]+\.tgz) ([a-z][^\n`|]*)/g;

/** Every command of ours that a document shows, in its words. */
function shown(path: string): readonly string[] {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const code = [...text.matchAll(/`([^`\n]+)`|^ {4}(.+)$/gm)].map(
    ([, inline, block]) => inline ?? block ?? "",
  );
  return code.flatMap((line) =>
    [...line.replace(/ {2,}#.*$/, "").matchAll(PROGRAM)].map(([, words]) => (words ?? "").trim()),
  );
}

/** The flags that a command takes, the negations of its yes-or-no settings too. */
function flagsOf(name: string): ReadonlySet<string> | undefined {
  const info = COMMANDS.find((each) => each.name === name);
  if (info === undefined) return undefined;
  const settings = settingsOf(info.parts).flatMap(({ flag }) => [
    flag,
    flag.replace("--", "--no-"),
  ]);
  const own = [...info.flags, ...GLOBAL_FLAGS].map(longFlag);
  return new Set([...settings, ...own, "--help", "--help-all", "--version"]);
}

test.each(DOCUMENTS)("%s shows only commands that there are, with flags that they take", (path) => {
  const commands = shown(path).filter((words) => /^[a-z-]+(?: |$)/.test(words));
  expect(commands.length).toBeGreaterThan(0);
  const wrong = commands.filter((words) => {
    const [name = "", ...more] = words.replace(/[).,;:]+$/, "").split(/\s+/);
    const known = flagsOf(name);
    const flags = more
      .filter((word) => word.startsWith("--"))
      .map((word) => word.replace(/[=),.;].*$/, ""));
    return known === undefined || flags.some((flag) => !known.has(flag));
  });
  expect(wrong).toEqual([]);
});
