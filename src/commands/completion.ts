import { ownCommand } from "../config/text/own-command.ts";
import { printableLine } from "../config/text/printable.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { suggestionText } from "../config/text/suggestion.ts";
import { orList } from "../config/text/words.ts";
import type { Run } from "../cli/command.ts";
import { bashCompletion } from "../cli/completion/bash.ts";
import { fishCompletion } from "../cli/completion/fish.ts";
import { type Completion, completionWords } from "../cli/completion/completion-words.ts";
import { powershellCompletion } from "../cli/completion/powershell.ts";
import { zshCompletion } from "../cli/completion/zsh.ts";

const SHELLS: Readonly<Record<string, (completion: Completion) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/** Prints a shell's completion script: commands, flags, and the words that a flag takes. */
export const runCompletion: Run = async ({ args, output, commands }) => {
  const [shell = ""] = args;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script === undefined)
    throw new LiveOriginError({
      code: "USAGE",
      message:
        shell === ""
          ? `Which shell? ${orList(Object.keys(SHELLS))}.`
          : `${printableLine(shell)} is not a shell that completion is made for: ${orList(Object.keys(SHELLS))}.`,
      hint:
        suggestionText(shell, Object.keys(SHELLS)) ??
        `For example: source <(${ownCommand("completion bash")})`,
      resource: "completion",
      exitCode: EXIT.usage,
    });
  const text = script(completionWords(commands, Object.keys(SHELLS)));
  output.result({ shell, script: text }, text);
  return EXIT.ok;
};
