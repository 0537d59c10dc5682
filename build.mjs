// Bundles src into dist: one entry, split per command, no runtime dependencies.
import { build } from "esbuild";
import { readFile, rm, writeFile } from "node:fs/promises";

const { version } = JSON.parse(await readFile("package.json", "utf8"));
await rm("dist", { recursive: true, force: true });
const result = await build({
  entryPoints: { main: "src/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.17",
  // `module` first: the SDKs' CommonJS builds are larger and cannot be shaken.
  mainFields: ["module", "main"],
  // Error names and class names are matched on; mangled names would break the SDKs.
  keepNames: true,
  minify: true,
  legalComments: "none",
  metafile: true,
  // Bundled CommonJS packages still call require for Node's own modules.
  banner: {
    js: 'import{createRequire as __liveOriginRequire}from"node:module";const require=__liveOriginRequire(import.meta.url);',
  },
  // Only inquirer's editor prompt needs it, which is never asked.
  alias: { "@inquirer/external-editor": "./src/terminal/no-editor.ts" },
  define: { LIVE_ORIGIN_VERSION: JSON.stringify(version) },
  logLevel: "warning",
});
await writeFile("dist/metafile.json", JSON.stringify(result.metafile));
