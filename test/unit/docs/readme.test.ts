import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../../src/config/error-codes.ts";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { errorCodesTable } from "../../docs/error-codes-table.ts";
import { settingsTable, withSection } from "../../docs/settings-table.ts";
import { transcriptSvg } from "../../docs/transcript-svg.ts";
import { sourceFiles } from "../architecture/source-files.ts";
import { WIZARD_SECTION } from "../../docs/wizard-section.ts";

const file = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

describe("the README (npm run docs)", () => {
  const readme = file("README.md");

  test("lists every setting as it is", () => {
    expect(readme).toBe(withSection(readme, "settings", settingsTable()));
    for (const { variable, path } of FIELDS)
      expect(readme).toContain(`\`${variable}\` | \`${path}\``);
  });

  test("lists every error code with what it means", () => {
    expect(readme).toBe(withSection(readme, "error-codes", errorCodesTable()));
    for (const [code, meaning] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(readme).toContain(`| \`${code}\` | ${meaning} |`);
    }
  });

  test("every error code is one that something throws", () => {
    const sources = sourceFiles("src").filter(
      ({ path }) => !path.endsWith("config/error-codes.ts"),
    );
    const unused = Object.keys(ERROR_CODES).filter(
      (code) => !sources.some(({ text }) => text.includes(`"${code}"`)),
    );
    expect(unused).toEqual([]);
  });

  test("says of the wizard what is written for it", () => {
    expect(readme).toBe(withSection(readme, "wizard", WIZARD_SECTION));
  });

  test("shows the transcript that the golden file holds", () => {
    expect(file("test/golden/wizard.svg")).toBe(
      transcriptSvg(file("test/golden/wizard-transcript.txt")),
    );
    expect(readme).toContain("(test/golden/wizard.svg)");
  });
});

describe("what is packed", () => {
  const { files } = JSON.parse(file("package.json")) as { readonly files: readonly string[] };
  const isPacked = (path: string): boolean =>
    ["README.md", "LICENSE", "package.json", ...files].some(
      (each) => path === each || path.startsWith(`${each}/`),
    );

  test.each(["README.md", "AGENTS.md", "examples/README.md", "docs/sandbox.md"])(
    "%s links only to what is packed too, or absolutely",
    (path) => {
      const links = [...file(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to ?? "");
      const left = links
        .filter((to) => !/^(?:https:|#)/.test(to))
        .map((to) => new URL(to.replace(/#.*/, ""), `https://x/${path}`).pathname.slice(1))
        .filter((to) => !isPacked(to) || file(to) === "");
      expect(left).toEqual([]);
    },
  );
});
