import { basename, dirname } from "node:path";
import { DEFAULT_NAME } from "../../config/names.ts";
import { ownCommand } from "../../config/text/own-command.ts";

/**
 * The command that reads a stack back from the clouds, for a file of that stack at `path` which cannot be understood: the folder
 * says which stack it is, and whether a rehearsal. A folder whose name no stack can have is not named.
 */
export function rebuildCommand(path: string): string {
  const folder = dirname(path);
  const name = basename(folder);
  const named = name === DEFAULT_NAME || !/^[\w.-]+$/.test(name) ? "" : ` --name ${name}`;
  const mode = basename(dirname(folder)) === "sandbox" ? " --sandbox" : "";
  return ownCommand(`init --rebuild-state${named}${mode}`);
}
