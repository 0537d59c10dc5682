import { ownCommand } from "../config/text/own-command.ts";
import { similarWords } from "../config/text/suggestion.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { CommandInfo } from "./command.ts";
import { type CommandOption, optionsOf } from "./option-list.ts";
import type { RawFlags } from "./parse-flags.ts";
import { looksLikeOption, readOptions } from "./read-options.ts";

/** A command and what was typed for it; values are text. */
type CommandLine = {
  readonly info: CommandInfo;
  readonly raw: RawFlags;
  readonly args: readonly string[];
};

/** Reads a command line, the command first. Throws USAGE for what no command takes. */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandInfo[],
): CommandLine {
  const [first = "", ...others] = argv[0] === "--" ? [argv[1] ?? "", "--", ...argv.slice(2)] : argv;
  const info = commands.find(({ name }) => name === first);
  const fault = (problem: string): LiveOriginError =>
    new LiveOriginError({
      code: "USAGE",
      message: problem.replaceAll("\n", " "),
      hint: `See ${ownCommand(info === undefined ? "--help" : `${first} --help`)}.`,
      exitCode: EXIT.usage,
    });
  if (info === undefined) {
    if (argv[0] !== "--" && looksLikeOption(first)) throw fault(`unknown option '${first}'`);
    const names = commands.map(({ name }) => name);
    const named = first === "help" ? (others[0] ?? first) : first;
    throw fault(`unknown command '${named}'${didYouMean(meantCommands(named, names))}`);
  }
  const options = optionsOf(info);
  const { values, operands, unknown, bare } = readOptions(others, options);
  if (bare !== undefined) throw fault(`option '${bare.form}' argument missing`);
  const [stranger] = unknown;
  if (stranger !== undefined)
    throw fault(`unknown option '${stranger}'${didYouMean(similarOptions(stranger, options))}`);
  const { name: argument } = info.argument ?? {};
  const most = argument === undefined ? 0 : argument.endsWith("...") ? Number.POSITIVE_INFINITY : 1;
  if (operands.length > most)
    throw fault(
      `too many arguments for '${first}'. Expected ${most} argument${most === 1 ? "" : "s"} but got ${operands.length}.`,
    );
  return { info, raw: values, args: operands };
}

/** What other programs call it. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  init: ["deploy", "setup", "apply"],
  teardown: ["down", "delete", "destroy", "remove"],
  status: ["list", "show"],
};

function meantCommands(word: string, names: readonly string[]): readonly string[] {
  const meant = names.filter(
    (name) => name.startsWith(`${word}-`) || MEANT[name]?.includes(word) === true,
  );
  return meant.length > 0 ? meant : similarWords(word, names);
}

function similarOptions(word: string, options: readonly CommandOption[]): readonly string[] {
  if (!word.startsWith("--")) return [];
  const names = options.filter(({ isHidden }) => !isHidden).map(({ long }) => long.slice(2));
  return similarWords(word.slice(2), names).map((name) => `--${name}`);
}

function didYouMean(words: readonly string[]): string {
  if (words.length === 0) return "";
  return ` (Did you mean ${words.length > 1 ? "one of " : ""}${words.join(", ")}?)`;
}
