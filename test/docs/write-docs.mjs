// `npm run docs`: writes the README's generated sections, the arrows of docs/architecture.md and the picture of the wizard. A unit test fails when they are stale.
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
const { errorCodesTable } = await load("test/docs/error-codes-table.ts");
const { WIZARD_SECTION } = await load("test/docs/wizard-section.ts");
const { transcriptSvg } = await load("test/docs/transcript-svg.ts");
const { arrowsSection } = await load("test/docs/arrows-section.ts");
const { REGISTERS, registerSection } = await load("test/docs/register-section.ts");
for (const area of REGISTERS) {
  const path = `src/sandbox/${area}/README.md`;
  await writeFile(
    path,
    withSection(await readFile(path, "utf8"), "register", registerSection(area)),
  );
}
const architecture = await readFile("docs/architecture.md", "utf8");
await writeFile("docs/architecture.md", withSection(architecture, "arrows", arrowsSection()));
const readme = await readFile("README.md", "utf8");
const sections = {
  settings: settingsTable(),
  wizard: WIZARD_SECTION,
  "error-codes": errorCodesTable(),
};
await writeFile(
  "README.md",
  Object.entries(sections).reduce(
    (text, [name, content]) => withSection(text, name, content),
    readme,
  ),
);
await writeFile(
  "test/golden/wizard.svg",
  transcriptSvg(await readFile("test/golden/wizard-transcript.txt", "utf8")),
);
