import { type Field, isOff } from "../config/fields/field.ts";
import type { CommandInfo } from "./command.ts";
import { type CommandFlag, flagKey, isNegation, longFlag } from "./flag-table.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { settingsOf } from "./settings-of.ts";

/** A word that a command line takes, and what follows it. */
export type CommandOption = {
  /** As it is named in errors: `-y, --yes`, `--region <REGION>`. */
  readonly form: string;
  readonly long: string;
  readonly short: string | undefined;
  /** Under which its value is kept; a negation shares that of its positive. */
  readonly key: string;
  readonly isNegation: boolean;
  readonly value: "none" | "needed" | "may follow";
  /** Every further word up to the next option is its value too. */
  readonly takesMore: boolean;
  /** Given twice it holds both values. */
  readonly gathers: boolean;
  /** Not worth suggesting. */
  readonly isHidden: boolean;
};

/** The options that a command takes: of its settings, its own and the global ones, in this order. */
export function optionsOf({
  parts,
  flags,
}: Pick<CommandInfo, "parts" | "flags">): readonly CommandOption[] {
  return [
    ...settingsOf(parts).flatMap(settingOptions),
    ...[...flags, ...GLOBAL_FLAGS].map(flagOption),
  ];
}

function settingOptions(field: Field): readonly CommandOption[] {
  const { flag, kind, placeholder = "value" } = field;
  if (kind !== "boolean") {
    const gathers = kind === "list" || kind === "rungs";
    return [{ ...flagOption({ flags: `${flag} <${placeholder}>` }), gathers }];
  }
  // The one worth typing is the one that changes something.
  return [
    { ...flagOption({ flags: flag }), isHidden: !isOff(field) },
    { ...flagOption({ flags: `--no-${flag.slice(2)}` }), isHidden: isOff(field) },
  ];
}

function flagOption(flag: Pick<CommandFlag, "flags">): CommandOption {
  const form = flag.flags;
  const takesMore = form.includes("...");
  return {
    form,
    long: longFlag(flag),
    short: /^-\w(?=,)/.exec(form)?.[0],
    key: flagKey(flag),
    isNegation: isNegation(flag),
    value: form.includes("<") ? "needed" : form.includes("[") ? "may follow" : "none",
    takesMore,
    gathers: takesMore,
    isHidden: false,
  };
}
