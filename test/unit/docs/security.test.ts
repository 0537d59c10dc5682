import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const text = readFileSync(at("SECURITY.md"), "utf8");

test("every test that SECURITY.md names is there", () => {
  const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(at(path)))).toEqual([]);
});

test("every threat in its table names a test that holds it", () => {
  const rows = text.split("\n").filter((line) => /^\| (?!threat|---)/.test(line));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !row.includes("`test/"))).toEqual([]);
});

test("it is in the package", () => {
  const { files } = JSON.parse(readFileSync(at("package.json"), "utf8")) as { files: string[] };
  expect(files).toContain("SECURITY.md");
});
