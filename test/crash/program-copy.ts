import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the built program is: this project, or another build of it. */
const ROOT = process.env["LIVE_ORIGIN_TEST_PROGRAM"] ?? HERE;

/** The built program in a folder of its own, so that a build beside the long run does not pull the rug from under it. */
export type ProgramCopy = {
  readonly entry: string;
  readonly warm: string;
  readonly preload: string;
  readonly remove: () => Promise<void>;
};

/**
 * Packs what `npm run build` made into one script: Node 20 keeps the compiled code of a script, not of modules, and
 * compiling is a third of a run. Rejects when nothing was built.
 */
export async function copyProgram(): Promise<ProgramCopy> {
  const folder = await mkdtemp(join(tmpdir(), "live-origin-program-"));
  await build({
    entryPoints: [join(ROOT, "dist/main.js")],
    outfile: join(folder, "program.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.17",
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "error",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__programUrl" },
    banner: { js: 'const __programUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  for (const name of ["launch.cjs", "keep-warm.cjs", "preload.cjs"])
    await copyFile(join(HERE, "test/crash", name), join(folder, name));
  return {
    entry: join(folder, "launch.cjs"),
    warm: join(folder, "keep-warm.cjs"),
    preload: join(folder, "preload.cjs"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
