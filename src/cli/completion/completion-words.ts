import { AWS_REGIONS } from "../../config/aws-regions.ts";
import { FIELDS } from "../../config/fields/fields.ts";
import type { CommandInfo } from "../command.ts";
import { type FlagTable, longFlag } from "../flag-table.ts";
import { GLOBAL_FLAGS } from "../flags.ts";
import { optionsOf } from "../option-list.ts";

/** What the completion scripts are made from. */
export type Completion = {
  readonly commands: readonly {
    readonly name: string;
    readonly summary: string;
    /** With their dashes. */
    readonly flags: readonly string[];
  }[];
  /** The words that a flag takes, by flag. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The words that a command takes, by command. */
  readonly arguments: Readonly<Record<string, readonly string[]>>;
  /** Flags that take the name of a stack of this folder. */
  readonly stackFlags: readonly string[];
  /** Flags that take a value of which nothing is known. */
  readonly valueFlags: readonly string[];
  /** Flags that take a file. */
  readonly fileFlags: readonly string[];
};

/**
 * A shell command that lists the stacks of this folder and its rehearsals, one a line. No process of ours is started: a key
 * press must not wait for Node. Asked of `sh`, because zsh and fish refuse a pattern that matches nothing. Names of folders
 * that no stack can have are left out: bash would run what they say.
 */
export const STACKS = String.raw`command sh -c 'ls -d .live-origin/*/ .live-origin/sandbox/*/ 2>/dev/null | sed -e "s#/\$##" -e "s#.*/##" | LC_ALL=C grep -x "[a-z][a-z0-9-]*" | grep -vx sandbox'`;

/** Every word that can be completed; `shells` are those that a script is made for. */
export function completionWords(
  commands: readonly CommandInfo[],
  shells: readonly string[],
): Completion {
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
      completion: shells,
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
