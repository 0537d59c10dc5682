import { ownCommand } from "../config/text/own-command.ts";
import { printableLine } from "../config/text/printable.ts";
import { AWS_REGIONS } from "../config/aws-regions.ts";
import { FIELDS } from "../config/fields/fields.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { suggestionText } from "../config/text/suggestion.ts";
import { orList } from "../config/text/words.ts";
import type { CommandInfo, Run } from "../cli/command.ts";
import { type FlagTable, longFlag } from "../cli/flag-table.ts";
import { GLOBAL_FLAGS } from "../cli/flags.ts";
import { bashCompletion } from "../cli/completion/bash.ts";
import { fishCompletion } from "../cli/completion/fish.ts";
import type { Completion } from "../cli/completion/completion-words.ts";
import { powershellCompletion } from "../cli/completion/powershell.ts";
import { zshCompletion } from "../cli/completion/zsh.ts";
import { optionsOf } from "../cli/option-list.ts";

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
  const text = script(completionWords(commands));
  output.result({ shell, script: text }, text);
  return EXIT.ok;
};

/** Every word that can be completed. */
export function completionWords(commands: readonly CommandInfo[]): Completion {
  return {
    commands: commands.map((info) => ({
      name: info.name,
      summary: info.summary,
      flags: flagsOf(info),
    })),
    values: {
      ...Object.fromEntries(
        FIELDS.flatMap(({ flag, choices }) => (choices === undefined ? [] : [[flag, choices]])),
      ),
      "--region": AWS_REGIONS,
      ...Object.fromEntries(
        allFlags(commands).flatMap((flag) =>
          flag.choices === undefined ? [] : [[longFlag(flag), flag.choices]],
        ),
      ),
    },
    arguments: {
      completion: Object.keys(SHELLS),
      keys: ["export", "print", "encoder", "player"],
    },
    stackFlags: STACK_FLAGS,
    fileFlags: flagsTaking(commands, /<(file|folder)>/),
    valueFlags: [
      ...FIELDS.filter(
        ({ kind, choices, flag }) =>
          kind !== "boolean" &&
          choices === undefined &&
          !["--region", ...STACK_FLAGS].includes(flag),
      ).map(({ flag }) => flag),
      ...flagsTaking(commands, /<(?!file>|folder>|mode>|kind>|name>)/),
    ],
  };
}

const STACK_FLAGS = ["--name", "--confirm"];

function flagsTaking(commands: readonly CommandInfo[], what: RegExp): readonly string[] {
  const taking = allFlags(commands).filter(({ flags }) => what.test(flags));
  return [...new Set(taking.map(longFlag))];
}

function allFlags(commands: readonly CommandInfo[]): FlagTable {
  return [...GLOBAL_FLAGS, ...commands.flatMap(({ flags }) => flags)];
}

function flagsOf(info: CommandInfo): readonly string[] {
  const own = optionsOf(info).filter(({ isHidden }) => !isHidden);
  return [...new Set([...own.map(({ long }) => long), "--help"])];
}
