import type { EventRunMs } from "../event-length.ts";
import type { Config } from "../../config/schema/schema.ts";
import { equivalentCommand } from "../../config/resolve/equivalent-command.ts";
import { flagWords, shellText } from "../../config/text/shell-text.ts";
import type { ResolveInput } from "../../config/resolve/resolve.ts";
import { settingsBeside } from "../../config/resolve/settings-beside.ts";
import type { Resolution } from "../../config/resolve/resolution.ts";
import { specFile } from "../../config/resolve/spec-file.ts";
import type { Invocation } from "../../cli/command.ts";
import { flagKey, isNegation, longFlag } from "../../cli/flag-table.ts";
import { GLOBAL_FLAGS } from "../../cli/flags.ts";
import type { RawFlags } from "../../cli/parse-flags.ts";
import { modeWords } from "../../cli/next-command.ts";
import type { FoundKey } from "../../services/momento/found-key.ts";
import { schemaAddress } from "./schema-url.ts";

/** What a person said at the terminal. */
export type AskedAnswers = {
  readonly answers: Config;
  readonly momentoKey: FoundKey | undefined;
  /** How long the channel is to run; undefined where that was not asked. */
  readonly eventMs: EventRunMs | undefined;
};

/** How to say the same again without a question: as a command, and as `live-origin.json`. Neither holds a secret. */
export type Transcript = {
  readonly command: readonly string[];
  readonly file: Config;
};

/** Flags that concern one run only, and not what it makes. */
const PASSING = [
  "config",
  "sandbox",
  "json",
  "yes",
  "noInput",
  "dryRun",
  "offline",
  "verbose",
  "color",
  "waitLock",
];

/** Records the answers of a wizard. What only the sandbox said (its region, its test pattern) is left out. */
export function transcriptOf({
  invocation,
  extract: { spec, sources },
  isRehearsal,
  said,
}: {
  readonly invocation: Invocation;
  readonly extract: Extract<Resolution, { readonly ok: true }>;
  readonly isRehearsal: boolean;
  /** What is said anyway where the command will be typed. */
  readonly said: ResolveInput;
}): Transcript {
  const file = specFile(spec, { schema: schemaAddress(invocation.context) });
  return {
    command: equivalentCommand(spec, {
      sources,
      also: settingsBeside(spec, said),
      extra: [...otherFlags(invocation), ...modeWords(invocation.mode), "--yes"],
    }),
    file: isRehearsal ? withoutSandboxValues(file, sources) : file,
  };
}

/** Prints the command and makes it the one that a failure names to go on with: typing `init` again would ask again. */
export function printTranscript<Own>(
  invocation: Invocation<Own>,
  transcript: Transcript | undefined,
  /** The command that does what else was answered: it starts what this one makes. */
  then: readonly string[],
): Invocation<Own> {
  if (transcript === undefined) return invocation;
  const { output, context } = invocation;
  const commandLine = shellText([...context.program, ...transcript.command], context.shell);
  const lines = [commandLine, ...then].map((line) => `  ${output.errStyle.cyan(line)}`);
  output.line(`\nThe same without questions:\n${lines.join("\n")}\n`);
  return { ...invocation, context: { ...context, commandLine } };
}

function otherFlags({ typed, momentoKeyFile, commands }: Invocation): readonly string[] {
  const known = commands.find(({ name }) => name === "init")?.flags ?? [];
  const said: RawFlags = { ...typed, momentoKeyFile: momentoKeyFile?.path };
  return [...known, ...GLOBAL_FLAGS].flatMap((flag) => {
    const [long, value] = [longFlag(flag), said[flagKey(flag)]];
    if (value === undefined || PASSING.includes(flagKey(flag))) return [];
    // `--no-wait` and `--wait deployed` share a value, which is true where neither was typed.
    if (typeof value === "boolean")
      return value !== isNegation(flag) && !flag.flags.includes("<") ? [long] : [];
    if (isNegation(flag)) return [];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap((each) => flagWords(long, String(each)));
  });
}

function withoutSandboxValues(
  { region, channel, ...file }: Config,
  sources: Readonly<Record<string, string>>,
): Config {
  const { input, ...others } = channel ?? {};
  const kept = {
    ...(input === undefined || sources["channel.input.type"] === "default" ? {} : { input }),
    ...others,
  };
  return {
    ...file,
    ...(region === undefined || sources["region"] === "default" ? {} : { region }),
    ...(Object.keys(kept).length === 0 ? {} : { channel: kept }),
  };
}
