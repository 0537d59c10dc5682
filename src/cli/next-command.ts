import { DEFAULT_NAME } from "../config/names.ts";
import { flagWords, shellText } from "../config/text/shell-text.ts";
import type { Invocation } from "./command.ts";

/** What of a run a command of ours repeats: what was typed of where it works, its mode, and for whose shell it is printed. */
export type RunToRepeat = {
  readonly context: Pick<Invocation["context"], "shell" | "program">;
  readonly flags: Pick<Invocation["flags"], "config">;
} & Pick<Invocation, "typed" | "mode">;

/**
 * A command line of ours that works on the stack `name` as this run does, to be shown: `nextCommand("stop", …)` →
 * `live-origin stop --name evening --sandbox`. The usual name is left out unless it was typed.
 */
export function nextCommand(verb: string, name: string, run: RunToRepeat): string {
  const isTyped = run.typed["name"] !== undefined;
  const words = verb.split(" ");
  const isSaid = words.includes("--name") || (name === DEFAULT_NAME && !isTyped);
  return ourCommand([...words, ...(isSaid ? [] : flagWords("--name", name))], run);
}

/** Commands that know no stack: what they say after their own words would do nothing. */
const STANDS_ALONE = /^(?:sandbox|completion)\b|--help/;

/** What a text that stood for a command of ours says in this run; `run` is undefined where its flags were not understood. */
export function ownCommandText(
  words: string,
  run: RunToRepeat | undefined,
  { program, shell }: RunToRepeat["context"],
): string {
  if (run === undefined || STANDS_ALONE.test(words))
    return shellText([...program, ...words.split(" ")], shell);
  const name = run.typed["name"];
  const saysMode = /--(?:no-)?sandbox/.test(words);
  return nextCommand(words, typeof name === "string" ? name : DEFAULT_NAME, {
    ...run,
    mode: saysMode ? { ...run.mode, isRehearsal: false, isRehearsalElsewhere: false } : run.mode,
  });
}

/** Our command with these words, in the same file, profile, region and mode as this run, to be shown. */
export function ourCommand(words: readonly string[], run: RunToRepeat): string {
  const { context, flags, typed, mode } = run;
  const said = (["profile", "region"] as const).map((key) => [key, typed[key]] as const);
  const place = [["config", flags.config] as const, ...said].flatMap(([key, value]) => {
    const isThere = words.some((word) => word === `--${key}` || word.startsWith(`--${key}=`));
    return typeof value === "string" && !isThere ? flagWords(`--${key}`, value) : [];
  });
  return shellText([...context.program, ...words, ...place, ...modeWords(mode)], context.shell);
}

/**
 * `--sandbox` in a rehearsal. `--no-sandbox` where the environment or the file says that commands rehearse and this run does
 * not: without it the next command would look for the stack in the sandbox. Else nothing.
 */
export function modeWords({
  isRehearsal,
  isRehearsalElsewhere,
}: Invocation["mode"]): readonly string[] {
  if (isRehearsal) return ["--sandbox"];
  return isRehearsalElsewhere ? ["--no-sandbox"] : [];
}
