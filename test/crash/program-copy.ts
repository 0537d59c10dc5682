import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the built program is: this project, or another build of it. */
const ROOT = process.env["LIVE_ORIGIN_TEST_PROGRAM"] ?? HERE;

/** The built program in a folder of its own, so that a build beside the long run does not pull the rug from under it. */
export type ProgramCopy = {
  readonly entry: string;
  readonly preload: string;
  readonly remove: () => Promise<void>;
};

/** Copies what `npm run build` made. Rejects when nothing was built. */
export async function copyProgram(): Promise<ProgramCopy> {
  const folder = await mkdtemp(join(tmpdir(), "live-origin-program-"));
  for (const name of ["bin", "dist", "package.json"])
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await cp(join(HERE, "test/crash/preload.cjs"), join(folder, "preload.cjs"));
  return {
    entry: join(folder, "bin/live-origin.js"),
    preload: join(folder, "preload.cjs"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
