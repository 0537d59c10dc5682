import { Command, CommanderError, Option } from "commander";
import type { CommandInfo } from "./command.ts";
import { COMMANDS } from "./catalog.ts";
import { type CommandFlag, isNegation } from "./flag-table.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import type { RawFlags } from "./parse-flags.ts";
import type { Context } from "../context.ts";
import { specOptions } from "./config-options.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { guarded } from "../terminal/guarded-stream.ts";
import { VERSION } from "../version.ts";

/** Parses the command line, runs the command and returns the exit code. Renders every failure, once; never throws. */
export async function runProgram(argv: readonly string[], outside: Context): Promise<ExitCode> {
  const { stdout, stderr } = outside;
  // Here, so that no command can forget it.
  const inside = { ...outside, stdout: guarded(stdout), stderr: guarded(stderr) };
  const context = argv.includes("--no-color") ? colourless(inside) : inside;
  let code: ExitCode = EXIT.ok;
  const program = buildProgram(argv, context, async (info, flags, args) => {
    const { runCommand } = await import("./run-command.ts");
    code = await runCommand(info, flags, args, { argv, context, commands: COMMANDS });
  });
  try {
    if (argv.length === 0) await welcome(context);
    else await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const { renderFailure } = await import("./run-command.ts");
    return renderFailure(error instanceof CommanderError ? usageError(error, argv) : error, {
      argv,
      context,
    });
  }
}

async function welcome(context: Context): Promise<void> {
  const { renderWelcome } = await import("../terminal/welcome.ts");
  const { createStyle } = await import("../terminal/style.ts");
  const { stdout, env } = context;
  const style = createStyle({ isTTY: stdout.isTTY === true, env, plain: false });
  stdout.write(renderWelcome(style));
}

function usageError({ message }: CommanderError, [command]: readonly string[]): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message: message.replace(/^error: /, "").replaceAll("\n", " "),
    hint: COMMANDS.some(({ name }) => name === command)
      ? `See live-origin ${command} --help.`
      : "See live-origin --help.",
    exitCode: EXIT.usage,
  });
}

/** Everything that draws for itself (questions) goes by the environment, so the flag is said there too. */
function colourless(context: Context): Context {
  const { FORCE_COLOR: _, ...env } = context.env;
  return { ...context, env: { ...env, NO_COLOR: "1" } };
}

type Dispatch = (info: CommandInfo, flags: RawFlags, args: readonly string[]) => Promise<void>;

function buildProgram(argv: readonly string[], context: Context, dispatch: Dispatch): Command {
  const program = new Command("live-origin")
    .description(
      "Sets up live video: a Momento cache as HLS origin, a MediaLive channel, a CloudFront distribution.",
    )
    .version(VERSION, "-v, --version")
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // Usage errors are rendered once, at the edge.
      writeErr: () => undefined,
    })
    .addHelpText(
      "before",
      "Try it now, with no account:\n  live-origin init --sandbox\n\nExamples:\n  live-origin init\n  live-origin status\n  live-origin teardown\n",
    )
    .showSuggestionAfterError()
    .exitOverride();
  program.addHelpCommand(true);
  for (const info of COMMANDS) {
    const command = buildCommand(program, info, dispatch);
    // Hundreds of options are a good part of what `--help` costs: only a command that is named gets its own.
    if (argv.includes(info.name)) addOptions(command, info);
    program.addCommand(command);
  }
  return program;
}

const PRECEDENCE =
  "\nA setting is taken from its flag, else from its variable, else from live-origin.json, else from what the stack was last made with,\nelse it is the default.\n";

function buildCommand(program: Command, info: CommandInfo, dispatch: Dispatch): Command {
  const command = new Command(info.name)
    .copyInheritedSettings(program)
    .summary(info.summary)
    .description(`${capitalised(info.summary)}.`)
    .addHelpText("before", `Examples:\n${info.examples.map((line) => `  ${line}`).join("\n")}\n`);
  if (info.parts.length > 0) command.addHelpText("after", PRECEDENCE);
  if (info.argument !== undefined) command.argument(`[${info.argument.name}]`, info.argument.help);
  command.action(async () => {
    await dispatch(info, command.opts(), command.args);
  });
  return command;
}

function addOptions(command: Command, info: CommandInfo): void {
  const options = [...info.flags, ...GLOBAL_FLAGS].map(commandOption);
  for (const option of [...specOptions(info.parts), ...options]) command.addOption(option);
}

function commandOption(flag: CommandFlag): Option {
  const option = new Option(flag.flags, flag.help);
  option.negate = isNegation(flag);
  return option;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
