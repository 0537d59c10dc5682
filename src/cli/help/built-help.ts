import { COMMANDS } from "../catalog.ts";
import type { HelpModel } from "./help-model.ts";
import { makeHelp } from "./make-help.ts";

/** What the build puts into the package for `--help`. */
export function helpModel(version: string): HelpModel {
  return makeHelp(COMMANDS, version);
}
