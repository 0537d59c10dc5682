import { FIELDS } from "../fields/fields.ts";
import type { Source } from "./resolution.ts";
import { rungText } from "../ladder/rung-text.ts";
import { flagWords } from "../text/shell-text.ts";
import type { Spec } from "../spec.ts";
import { specFields } from "../fields/spec-fields.ts";
import { nonDefaultSettings, rungEntry } from "./spec-file.ts";

/** What {@link equivalentCommand} takes besides the Spec. */
type CommandOptions = {
  /** `init` unless given. */
  readonly command?: string | undefined;
  /** Of the resolution; settings whose source is `default` (the profile's region, the sandbox's input) are then left out. */
  readonly sources?: Readonly<Record<string, Source>> | undefined;
  /** Said in any case, though they be defaults: what a file or a variable says otherwise. */
  readonly also?: ReadonlyMap<string, unknown> | undefined;
  /** Said instead of all that differs from the defaults. */
  readonly only?: ReadonlyMap<string, unknown> | undefined;
  /** Appended as they are: `--sandbox`, `--yes`. */
  readonly extra?: readonly string[] | undefined;
};

/** The command that makes this Spec without a question: only what differs from the defaults, unless the options say otherwise, and nothing secret. The program itself is left out. */
export function equivalentCommand(spec: Spec, options: CommandOptions = {}): readonly string[] {
  const { command = "init", sources, also, only, extra = [] } = options;
  const usual = [...nonDefaultSettings(spec)].filter(([path]) => sources?.[path] !== "default");
  const said = only ?? new Map([...usual, ...(also ?? [])]);
  const settings = specFields(spec).flatMap((path) =>
    said.has(path) ? [[path, said.get(path)] as const] : [],
  );
  return [command, ...settings.flatMap(([path, value]) => flagsFor(path, value, spec)), ...extra];
}

function flagsFor(path: string, value: unknown, spec: Spec): readonly string[] {
  const isCustomLadder = path === "channel.ladder" && typeof value !== "string";
  if (isCustomLadder)
    return spec.channel.ladder.flatMap((rung) => flagWords("--rung", rungText(rungEntry(rung))));
  const flag = FIELDS.find((candidate) => candidate.path === path)?.flag ?? "";
  if (Array.isArray(value)) return value.flatMap((item) => flagWords(flag, String(item)));
  if (typeof value === "boolean") return [value ? flag : flag.replace("--", "--no-")];
  return flagWords(flag, String(value));
}
