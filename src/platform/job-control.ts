import { platform } from "node:os";

/** Does the terminal stop and quit what runs at Ctrl-Z and Ctrl-\\? Windows' console does neither, and Node knows no such signal there. */
export function hasJobControl(system: NodeJS.Platform = platform()): boolean {
  return system !== "win32";
}
