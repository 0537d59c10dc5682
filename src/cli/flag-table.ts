import type { HelpGroup } from "./help/help-model.ts";

/** A flag that is not a member of the Spec. Its type follows from its form. */
export type CommandFlag = {
  /**
   * `--start` is a boolean, `--url <url>` a text, `--for <duration>` milliseconds, `--port <port>` a
   * number, `--fault <fault...>` a list, `--print-policy [command]` a text or true when it stands alone.
   */
  readonly flags: string;
  readonly help: string;
  /** Its heading in help; `make` unless given. */
  readonly group?: HelpGroup;
  /** For `--help`, where `help` is long. */
  readonly short?: string;
  /** Shown by `--help-all` only. */
  readonly rare?: boolean;
  /** The words that its value may be; its type is one of them. */
  readonly choices?: readonly string[];
};

type FlagForm = Pick<CommandFlag, "flags">;

/** Flags of a command, or some that several commands share. */
export type FlagTable = readonly CommandFlag[];

type LongOf<Form extends string> = Form extends `${string}--${infer Long}`
  ? Long extends `${infer Name} ${string}`
    ? Name
    : Long
  : never;

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type KeyOf<Name extends string> = Name extends "no-input"
  ? "noInput"
  : Name extends `no-${infer Positive}`
    ? Camel<Positive>
    : Camel<Name>;

type ValueOf<Entry extends CommandFlag> = Entry extends {
  readonly choices: readonly (infer Word)[];
}
  ? Word
  : Entry["flags"] extends `${string}<duration>` | `${string}<port>`
    ? number
    : Entry["flags"] extends `${string}...>`
      ? readonly string[]
      : Entry["flags"] extends `${string}[${string}]`
        ? string | true
        : Entry["flags"] extends `${string}<${string}>`
          ? string
          : boolean;

/** What a command line says with the flags of a table: every key is there, undefined where nothing was said. */
export type FlagsOf<Table extends FlagTable> = {
  readonly [Entry in Table[number] as KeyOf<LongOf<Entry["flags"]>>]: ValueOf<Entry> | undefined;
};

/** The flag with its dashes: `--if-expiring-within`. */
export function longFlag({ flags }: FlagForm): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? "";
}

/** `--no-input` is a word of its own: as a negation it would share its value with `--input TYPE`. */
export function isNegation(flag: FlagForm): boolean {
  const long = longFlag(flag);
  return long.startsWith("--no-") && long !== "--no-input";
}

/** The key of its value: `ifExpiringWithin`; of a negation that of the positive: `--no-wait` makes `wait` false. */
export function flagKey(flag: FlagForm): string {
  const name = longFlag(flag).slice(isNegation(flag) ? "--no-".length : "--".length);
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
