import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { settingsTable, withSection } from "../../docs/settings-table.ts";
import { transcriptSvg } from "../../docs/transcript-svg.ts";
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
