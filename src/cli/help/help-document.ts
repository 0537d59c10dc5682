import { ERROR_CODES } from "../../config/error-codes.ts";
import { EXIT } from "../../config/failure.ts";
import { type Field, isOff } from "../../config/fields/field.ts";
import { versioned } from "../../config/text/versioned.ts";
import { VERSION } from "../../version.ts";
import type { CommandInfo } from "../command.ts";
import { settingsOf } from "../settings-of.ts";
import { type CommandFlag, longFlag } from "../flag-table.ts";
import type { AskedHelp } from "./asked-help.ts";
import { globalsOf } from "./make-help.ts";

/** `--help --json` and `--version --json`: commands, flags and codes for programs. */
export function helpDocument(
  { about, command }: AskedHelp,
  commands: readonly CommandInfo[],
): object {
  const head = versioned({ version: VERSION });
  if (about === "version") return head;
  return {
    ...head,
    commands: commands
      .filter(({ name }) => command === undefined || name === command)
      .map((info) => ({
        name: info.name,
        summary: info.summary,
        examples: info.examples,
        ...(info.argument && { argument: info.argument }),
        flags: [
          ...settingsOf(info.parts)
            .filter(({ flag }) => info.idle?.includes(flag) !== true)
            .map(settingRow),
          ...[...info.flags, ...globalsOf(info)].map(flagRow),
        ],
      })),
    exitCodes: EXIT,
    errorCodes: ERROR_CODES,
  };
}

function settingRow(field: Field): object {
  const { flag, kind, placeholder, choices, variable, path, help } = field;
  return {
    flag: kind === "boolean" && !isOff(field) ? `--no-${flag.slice(2)}` : flag,
    ...(kind !== "boolean" && { value: placeholder ?? "value" }),
    help,
    ...(choices && { choices }),
    ...(field.default !== undefined && { default: field.default }),
    variable,
    key: path,
  };
}

function flagRow(flag: CommandFlag): object {
  const [, value] = /[<[]([^>\]]+)[>\]]/.exec(flag.flags) ?? [];
  return {
    flag: longFlag(flag),
    ...(value !== undefined && { value }),
    help: flag.help,
    ...(flag.choices && { choices: flag.choices }),
  };
}
