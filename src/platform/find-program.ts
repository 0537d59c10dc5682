import { access, constants, stat } from "node:fs/promises";
import { platform } from "node:os";
import { join, posix, win32 } from "node:path";

/**
 * Where a program is in the folders of a PATH; undefined when in none. On Windows only `NAME.exe`: the other endings of
 * PATHEXT are scripts, which only a shell can start. Asked before a program is started, because Windows itself would look into
 * the working folder first, where a stranger's file may lie.
 */
export async function findProgram(
  name: string,
  searchPath: string,
  system: NodeJS.Platform = platform(),
): Promise<string | undefined> {
  const isWindows = system === "win32";
  const { delimiter, isAbsolute } = isWindows ? win32 : posix;
  for (const entry of searchPath.split(delimiter)) {
    const folder = isWindows ? entry.replaceAll('"', "") : entry;
    const path = join(folder, isWindows ? `${name}.exe` : name);
    if (isAbsolute(folder) && (await isExecutable(path))) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
