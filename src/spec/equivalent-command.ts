import { FIELDS } from "./fields.ts";
import type { Source } from "./resolution.ts";
import { rungText } from "./rung-text.ts";
import type { Spec } from "./spec.ts";
import { nonDefaultSettings, rungEntry } from "./spec-file.ts";

/** What {@link equivalentCommand} takes besides the Spec. */
export type CommandOptions = {
  /** `init` unless told. */
  readonly command?: string | undefined;
  /** Of the resolution; settings whose source is `default` (the profile's region, the sandbox's input) are then left out. */
  readonly sources?: Readonly<Record<string, Source>> | undefined;
  /** Appended as they are: `--sandbox`, `--yes`. */
  readonly extra?: readonly string[] | undefined;
};

/** The command that makes this Spec without a question: only what differs from the defaults, nothing secret. */
export function equivalentCommand(spec: Spec, options: CommandOptions = {}): readonly string[] {
  const { command = "init", sources, extra = [] } = options;
  const settings = [...nonDefaultSettings(spec)].filter(([path]) => sources?.[path] !== "default");
  return [
    "live-origin",
    command,
    ...settings.flatMap(([path, value]) => flagsFor(path, value, spec)),
    ...extra,
  ];
}

/** A command as a POSIX shell reads it, quoted only where it must be. */
export function shellText(argv: readonly string[]): string {
  return argv
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
    )
    .join(" ");
}

function flagsFor(path: string, value: unknown, spec: Spec): readonly string[] {
  const isCustomLadder = path === "channel.ladder" && typeof value !== "string";
  if (isCustomLadder)
    return spec.channel.ladder.flatMap((rung) => ["--rung", rungText(rungEntry(rung))]);
  const flag = FIELDS.find((candidate) => candidate.path === path)?.flag ?? "";
  if (Array.isArray(value)) return value.flatMap((item) => [flag, String(item)]);
  if (typeof value === "boolean") return [value ? flag : flag.replace("--", "--no-")];
  return [flag, String(value)];
}
