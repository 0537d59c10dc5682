import { stat } from "node:fs/promises";
import { platform } from "node:os";
import { join, relative, win32 } from "node:path";
import type { Context } from "../context.ts";
import { stackFiles, stackNames } from "../core/state/stack-files.ts";
import { WORK_FOLDER } from "../core/state/work-folder.ts";
import { PRIVATE_FILE } from "../platform/files.ts";
import type { Check } from "./check.ts";

type Folders = Pick<Context, "cwd" | "homeFolder">;
type LookResult = Awaited<ReturnType<Check["look"]>>;

const ALL_RIGHTS = 0o777;

/** Who else may read the keys that are kept here. */
export function keyFilesCheck(folders: Folders, system = platform()): Check {
  return {
    id: "key-files",
    about: "machine",
    look: () => (system === "win32" ? Promise.resolve(insideProfile(folders)) : byModes(folders)),
  };
}

/** A file's mode says nothing on Windows: what the folder hands down holds, and a user's profile is handed to its user. */
function insideProfile({ cwd, homeFolder }: Folders): LookResult {
  const way = win32.relative(homeFolder, cwd);
  const isInside = !/^\.\.(?:\\|$)/.test(way) && !win32.isAbsolute(way);
  return isInside
    ? {
        verdict: "pass",
        saw: `keys are kept below your profile (${homeFolder}), which Windows by itself opens to you and administrators only; rights that were changed are not looked at`,
      }
    : {
        verdict: "warn",
        saw: `${cwd} is outside of your profile (${homeFolder}): whoever may read it may read the keys that are kept there`,
        hint: `Work below ${homeFolder}, or remove the permissions of others on ${WORK_FOLDER} (Properties, Security).`,
      };
}

async function byModes({ cwd }: Folders): Promise<LookResult> {
  const paths = [
    join(cwd, WORK_FOLDER, "sandbox.json"),
    ...(await keyFilesOf(cwd, false)),
    ...(await keyFilesOf(cwd, true)),
  ];
  const modes = await Promise.all(
    paths.map(async (path) => ({ path, mode: (await stat(path).catch(() => undefined))?.mode })),
  );
  const there = modes.flatMap(({ path, mode }) => (mode === undefined ? [] : [{ path, mode }]));
  const open = there.find(({ mode }) => (mode & ALL_RIGHTS & ~PRIVATE_FILE) !== 0);
  if (open !== undefined)
    return {
      verdict: "warn",
      saw: `${relative(cwd, open.path)}, which holds keys, is open to others (mode ${(open.mode & ALL_RIGHTS).toString(8)})`,
      hint: `Remove the permissions of others: chmod -R go= ${WORK_FOLDER}`,
    };
  const files = there.length === 1 ? "file" : "files";
  return {
    verdict: "pass",
    saw:
      there.length === 0
        ? "no keys are kept in this folder"
        : `${there.length} ${files} with keys, open to their owner only`,
  };
}

async function keyFilesOf(cwd: string, isRehearsal: boolean): Promise<readonly string[]> {
  const names = await stackNames(cwd, isRehearsal);
  return names.map((name) => stackFiles(cwd, name, isRehearsal).keys);
}
