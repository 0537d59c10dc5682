import { flagWords, shellText, type Shell } from "../config/text/shell-text.ts";
import type { Flags } from "./command.ts";
import { isRehearsalElsewhere } from "../gather/mode-sources.ts";

const USUAL_NAME = "live-origin";

// Where a key of commander's never is.
const SHELL = "shell of this run";

/** Flags that know for whose shell commands are printed, so that whoever has them can print one. Pure. */
export function withShell(flags: Flags, shell: Shell): Flags {
  return { ...flags, [SHELL]: shell };
}

/**
 * A command line of ours that works on the stack `name` as this run does, to be shown: `nextCommand("stop", …)` →
 * `live-origin stop --name evening --sandbox`. The usual name is left out unless it was typed. Pure.
 */
export function nextCommand(verb: string, name: string, flags: Flags): string {
  const isTyped = flags["name"] !== undefined;
  const named = name === USUAL_NAME && !isTyped ? [] : flagWords("--name", name);
  return ourCommand([...verb.split(" "), ...named], flags);
}

/** Our command with these words, in the same file and mode as this run, to be shown. Pure. */
export function ourCommand(words: readonly string[], flags: Flags): string {
  const file = flags["config"];
  const config = typeof file === "string" ? flagWords("--config", file) : [];
  const stage = modeFlag(flags).trim();
  const all = ["live-origin", ...words, ...config, ...(stage === "" ? [] : [stage])];
  return shellText(all, shellOf(flags));
}

/** For whose shell commands are printed. Pure. */
function shellOf(flags: Flags): Shell {
  const shell = flags[SHELL];
  return shell === "posix" || shell === "powershell" ? shell : "any";
}

/**
 * ` --sandbox` in a rehearsal. ` --no-sandbox` where the environment or the file says that commands rehearse and this run does
 * not: without it the next command would look for the stack in the sandbox. Else nothing. Pure.
 */
export function modeFlag(flags: Flags): string {
  if (flags["sandbox"] === true) return " --sandbox";
  return isRehearsalElsewhere(flags) ? " --no-sandbox" : "";
}
