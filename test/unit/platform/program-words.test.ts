import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programWords } from "../../../src/platform/program-words.ts";

let home: string;
beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "live-origin-words-")));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A file below the folder of this test, with the folders that it needs. */
function file(path: string, text = ""): string {
  const whole = join(home, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

/** What npm notes about a package that npx runs. */
function npx(hash: string, dependency: string, asked: string): string {
  const noted = { dependencies: { "live-origin": dependency }, _npx: { packages: [asked] } };
  file(`cache/_npx/${hash}/package.json`, JSON.stringify(noted));
  return file(`cache/_npx/${hash}/node_modules/.bin/live-origin`);
}

const words = (script: string, cwd: string, env: Record<string, string> = {}): string =>
  programWords({ script, cwd: join(home, cwd), env }).join(" ");

test("begins as npx began it: a name, a version, a tarball, a clone", () => {
  expect(words(npx("a", "^0.1.0", "live-origin"), "show")).toBe("npx live-origin");
  expect(words(npx("b", "0.1.0", "live-origin@0.1.0"), "show")).toBe("npx live-origin@0.1.0");
  const tarball = npx("c", "file:../../../live-origin-0.1.0.tgz", "live-origin-0.1.0.tgz");
  expect(words(tarball, ".")).toBe("npx ./live-origin-0.1.0.tgz");
  expect(words(tarball, "show")).toBe("npx ../live-origin-0.1.0.tgz");
  const clone = npx("d", "file:../../../clone", "/somewhere/clone");
  expect(words(clone, "clone")).toBe("npx .");
  expect(words(clone, "show")).toBe("npx ../clone");
  file("cache/_npx/e/package.json", "no JSON");
  expect(words(file("cache/_npx/e/node_modules/.bin/live-origin"), "show")).toBe("npx live-origin");
});

test("is npx where the package is a dependency, from below its folder only", () => {
  const script = file("project/node_modules/.bin/live-origin");
  expect(words(script, "project/deep")).toBe("npx live-origin");
  expect(words(script, "project", { npm_config_user_agent: "pnpm/10.0.0" })).toBe(
    "pnpm live-origin",
  );
  expect(words(script, "other")).toBe("node ../project/node_modules/.bin/live-origin");
});

test("is the name alone where the path leads to this very file, and not to another", () => {
  const script = file("lib/live-origin/bin/live-origin.js");
  mkdirSync(join(home, "bin"));
  symlinkSync(script, join(home, "bin/live-origin"));
  const PATH = `relative:${join(home, "bin")}:/usr/bin`;
  expect(words(script, "show", { PATH })).toBe("live-origin");
  expect(words(join(home, "bin/live-origin"), "show", { PATH })).toBe("live-origin");
  const other = file("clone/bin/live-origin.js");
  expect(words(other, "clone", { PATH })).toBe("node bin/live-origin.js");
});

test("is node and the shorter way to the script", () => {
  const script = file("clone/bin/live-origin.js");
  expect(words(script, "clone")).toBe("node bin/live-origin.js");
  expect(words(script, "show")).toBe("node ../clone/bin/live-origin.js");
  expect(words("/x.js", "deep/deeper/deepest")).toBe("node /x.js");
});
