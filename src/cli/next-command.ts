import { shellText } from "../config/shell-text.ts";
import type { Flags } from "./command.ts";
import { isRehearsalElsewhere } from "../gather/mode-sources.ts";

const USUAL_NAME = "live-origin";

/**
 * A command line of ours that works on the stack `name` as this run does, to be shown: `nextCommand("stop", …)` →
 * `live-origin stop --name evening --sandbox`. The usual name is left out unless it was typed. Pure.
 */
export function nextCommand(verb: string, name: string, flags: Flags): string {
  const isTyped = flags["name"] !== undefined;
  return `live-origin ${verb}${name === USUAL_NAME && !isTyped ? "" : ` --name ${name}`}${configFlag(flags)}${stageFlag(flags)}`;
}

/** ` --config FILE` where the command line names the Spec file, quoted as a shell needs it. Else nothing. Pure. */
export function configFlag(flags: Flags): string {
  const file = flags["config"];
  return typeof file === "string" ? ` --config ${shellText([file])}` : "";
}

/**
 * ` --sandbox` in a rehearsal. ` --no-sandbox` where the environment or the file says that commands rehearse and this run does
 * not: without it the next command would look for the stack in the sandbox. Else nothing. Pure.
 */
export function stageFlag(flags: Flags): string {
  if (flags["sandbox"] === true) return " --sandbox";
  return isRehearsalElsewhere(flags) ? " --no-sandbox" : "";
}
