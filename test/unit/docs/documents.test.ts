import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { arrowsSection } from "../../docs/arrows-section.ts";
import { REGISTERS, registerSection } from "../../docs/register-section.ts";
import { withSection } from "../../docs/settings-table.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const DOCUMENTS = [
  ...markdownIn(""),
  ...["docs", "docs/decisions", "examples", "src/sandbox"].flatMap(markdownIn),
  ...readdirSync(join(ROOT, "src/sandbox"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => markdownIn(`src/sandbox/${name}`)),
];

test("docs/architecture.md draws the arrows that the code has (npm run docs)", () => {
  const text = read("docs/architecture.md");
  expect(text).toBe(withSection(text, "arrows", arrowsSection()));
});

test.each(REGISTERS)(
  "the register of src/sandbox/%s is that of the probes (npm run docs)",
  (area) => {
    const text = read(`src/sandbox/${area}/README.md`);
    expect(text).toBe(withSection(text, "register", registerSection(area)));
  },
);

describe.each(DOCUMENTS)("%s", (document) => {
  const text = read(document);

  test("links only to what is here", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
  });

  test("names only files of the tree that are there", () => {
    const named = [...text.matchAll(/`((?:src|test|bin|docs|examples)\/[\w./-]+)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(join(ROOT, path)));
    expect(named).toEqual([]);
  });
});

test("docs/architecture.md names only files of src that are there", () => {
  const rooms = "config|cli|core|commands|gather|services|sandbox|verify|terminal";
  const named = [
    ...read("docs/architecture.md").matchAll(new RegExp(`\`((?:${rooms})/[\\w./-]+)\``, "g")),
  ].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(15);
  expect(
    named.filter((path) => !existsSync(join(ROOT, "src", path)) && path !== "core/jobs"),
  ).toEqual([]);
});

test("no file refers to a document that is not in the project", () => {
  const own = "test/unit/docs/documents.test.ts";
  const files = ["src", "test", "bin", "docs", "examples"]
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => /\.(ts|mjs|cjs|js|md|html|css)$/.test(path) && path !== own);
  const foreign = /\bDESIGN\b|^(?!.*\bRFC).*§/m;
  expect([...DOCUMENTS, ...files].filter((path) => foreign.test(read(path)))).toEqual([]);
});

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}
