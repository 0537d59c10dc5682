import { defaultText, type Field, isOff } from "../../config/fields/field.ts";
import type { CommandInfo } from "../command.ts";
import { settingsOf } from "../settings-of.ts";
import { type CommandFlag, longFlag } from "../flag-table.ts";
import { GLOBAL_FLAGS } from "../flags.ts";
import type { HelpCommand, HelpFlag, HelpGroup, HelpModel } from "./help-model.ts";

/** What help says of these commands: made from the same tables as the flags themselves. */
export function makeHelp(commands: readonly CommandInfo[], version: string): HelpModel {
  const flags: HelpFlag[] = [];
  const placeOf = (flag: HelpFlag): number => {
    const same = flags.findIndex((each) => each.form === flag.form && each.full === flag.full);
    return same >= 0 ? same : flags.push(flag) - 1;
  };
  return {
    version,
    commands: commands.map((info) => commandHelp(info, placeOf)),
    flags,
  };
}

function commandHelp(info: CommandInfo, placeOf: (flag: HelpFlag) => number): HelpCommand {
  const { name, summary, examples, argument, parts, folded = [], idle = [] } = info;
  const rows = [
    ...settingsOf(parts)
      .filter(({ flag }) => !idle.includes(flag))
      .map((field) => ({
        flag: settingHelp(field),
        isRare: field.short === undefined,
      })),
    ...[...info.flags, ...globalsOf(info)].map((flag: CommandFlag) => ({
      flag: flagHelp(flag),
      isRare: flag.rare === true || folded.includes(flag.group ?? "make"),
    })),
  ];
  const places = (isRare: boolean): readonly number[] =>
    rows.filter((row) => row.isRare === isRare).map(({ flag }) => placeOf(flag));
  return {
    name,
    summary,
    examples,
    ...(argument === undefined ? {} : { argument }),
    makes: parts.length > 0,
    common: places(false),
    rare: places(true),
  };
}

/** The global flags that do something on a command. */
export function globalsOf({ idle = [] }: Pick<CommandInfo, "idle">): readonly CommandFlag[] {
  return GLOBAL_FLAGS.filter((flag) => !idle.includes(longFlag(flag)));
}

function flagHelp(flag: CommandFlag): HelpFlag {
  const { flags: form, help, group = "make", short = help } = flag;
  return { form, group, short, full: help };
}

function settingHelp(field: Field): HelpFlag {
  const { flag, placeholder = "value", kind, path, help, short = help } = field;
  const isYesOrNo = kind === "boolean";
  const form = isYesOrNo
    ? isOff(field)
      ? flag
      : `--no-${flag.slice(2)}`
    : `${flag} <${placeholder}>`;
  return { form, group: groupOf(path), short, full: describe(field) };
}

const GROUPS: readonly (readonly [RegExp, HelpGroup])[] = [
  [/^origin\.(?:keyDays|revocableKeys|accountUrl)$|^channel\.(?:encoderAuth|roleArn)$/, "keys"],
  [/^origin\./, "origin"],
  [/^channel\./, "video"],
  [/^cdn\./, "edge"],
];

function groupOf(path: string): HelpGroup {
  return GROUPS.find(([pattern]) => pattern.test(path))?.[1] ?? "make";
}

/** All that is to be said of a setting in one line. */
function describe(field: Field): string {
  const { help, choices, variable, path } = field;
  const words = choices === undefined ? "" : `: ${choices.join(", ")}`;
  const byDefault = defaultText(field);
  const usual = byDefault === undefined ? "" : ` (default ${byDefault})`;
  return `${help}${words}${usual} [${variable}, ${path}]`;
}
