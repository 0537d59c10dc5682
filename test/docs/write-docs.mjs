// `npm run docs`: writes the README's generated sections and the picture of the wizard. A unit test fails when they are stale.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const load = async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
};

const { settingsTable, withSection } = await load("test/docs/settings-table.ts");
const { WIZARD_SECTION } = await load("test/docs/wizard-section.ts");
const { transcriptSvg } = await load("test/docs/transcript-svg.ts");
const readme = await readFile("README.md", "utf8");
await writeFile(
  "README.md",
  withSection(withSection(readme, "settings", settingsTable()), "wizard", WIZARD_SECTION),
);
await writeFile(
  "test/golden/wizard.svg",
  transcriptSvg(await readFile("test/golden/wizard-transcript.txt", "utf8")),
);
