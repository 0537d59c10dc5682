import { platform } from "node:os";
import { win32 } from "node:path";

/**
 * A path as it is written into a file that is committed: a relative one with forward slashes, which every system reads. An
 * absolute one is for one machine only and stays. Elsewhere than on Windows a backslash is a letter like any other.
 */
export function portablePath(path: string, system: NodeJS.Platform = platform()): string {
  return system !== "win32" || win32.isAbsolute(path) || /^[a-z]:/i.test(path)
    ? path
    : path.replaceAll("\\", "/");
}
