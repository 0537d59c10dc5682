import { Command, CommanderError, Option } from "commander";
import type { CommandInfo } from "./command.ts";
import { COMMANDS } from "./catalog.ts";
import { askedHelp } from "./help/asked-help.ts";
import { type CommandFlag, isNegation } from "./flag-table.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import type { RawFlags } from "./parse-flags.ts";
import type { Context, OutputStream } from "../context.ts";
import { specOptions } from "./config-options.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { shellText } from "../config/text/shell-text.ts";
import { ownCommand, withOwnCommands } from "../config/text/own-command.ts";
import { ownCommandText, type Saying } from "./next-command.ts";
import type { Typed } from "./run-command.ts";
import { continuation } from "../config/text/command-lines.ts";
import { columnsTold } from "../platform/text-columns.ts";
import { supportsUnicode, inAscii } from "../platform/text-signs.ts";
import { fitted } from "../terminal/fitted.ts";
import { guarded, rewriting } from "../terminal/guarded-stream.ts";

/** Set by the build. */
declare const LIVE_ORIGIN_VERSION: string | undefined;

/** Parses the command line, runs the command and returns the exit code. Renders every failure, once; never throws. */
export async function runProgram(argv: readonly string[], outside: Context): Promise<ExitCode> {
  const { stdout, stderr, env } = outside;
  let run: Saying | undefined;
  const say = (words: string): string => ownCommandText(words, run, outside);
  const inText = (text: string): string => withOwnCommands(text, say);
  const inJson = (text: string): string =>
    withOwnCommands(text, (words) => JSON.stringify(say(words)).slice(1, -1));
  const isJson = argv.includes("--json");
  const shown = (stream: OutputStream): ((text: string) => string) => {
    const fits = stream.isTTY === true || stream === stderr;
    return (text) => {
      const columns = columnsTold(stream, env) ?? 0;
      const fit = {
        columns,
        program: shellText(outside.program, outside.shell),
        continues: continuation(outside.shell),
      };
      const whole = inText(text);
      return fits && columns > 0 ? fitted(whole, fit) : whole;
    };
  };
  // Below the guard, so that questions and spinners, which go round it, are in ASCII as well.
  const drawn = (stream: OutputStream): OutputStream =>
    supportsUnicode(env) ? stream : rewriting(stream, inAscii);
  // Here, so that no command can forget it.
  const inside = {
    ...outside,
    stdout: isJson
      ? guarded(stdout, inJson, () => columnsTold(stdout, env))
      : guarded(drawn(stdout), shown(stdout), () => columnsTold(stdout, env)),
    stderr: guarded(drawn(stderr), shown(stderr), () => columnsTold(stderr, env)),
  };
  const context = argv.includes("--no-color") ? colourless(inside) : inside;
  const help = await helpFor(argv, context);
  if (help !== undefined) {
    context.stdout.write(help);
    return EXIT.ok;
  }
  const typed: Typed = { argv, context, filled: inText };
  let code: ExitCode = EXIT.ok;
  const program = buildProgram(argv, async (info, flags, args) => {
    const { runCommand } = await import("./run-command.ts");
    code = await runCommand({
      info,
      raw: flags,
      args,
      typed: {
        ...typed,
        commands: COMMANDS,
        understood: (saying) => {
          run = saying;
        },
      },
    });
  });
  try {
    if (argv.length === 0) await welcome(context);
    else await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    const { renderFailure } = await import("./run-command.ts");
    return renderFailure(error instanceof CommanderError ? usageError(error, argv) : error, typed);
  }
}

/** What is told instead of doing anything; undefined where nothing of the kind is asked. */
async function helpFor(argv: readonly string[], context: Context): Promise<string | undefined> {
  const asked = askedHelp(
    argv,
    COMMANDS.map(({ name }) => name),
  );
  if (asked === undefined) return undefined;
  if (asked.isJson) {
    const { helpDocument } = await import("./help/help-document.ts");
    return `${JSON.stringify(helpDocument(asked, COMMANDS), null, 2)}\n`;
  }
  // In the package text is answered before this bundle is loaded, and the bundle is without it.
  if (typeof LIVE_ORIGIN_VERSION === "undefined") {
    const { helpText } = await import("./help/help-text.ts");
    return helpText(asked, COMMANDS, context);
  }
  return undefined;
}

async function welcome(context: Context): Promise<void> {
  const { renderWelcome } = await import("../terminal/welcome.ts");
  const { createStyle } = await import("../terminal/style.ts");
  const { stdout, env } = context;
  const style = createStyle({ isTTY: stdout.isTTY === true, env, plain: false });
  stdout.write(renderWelcome(style, (words) => ownCommandText(words, undefined, context)));
}

function usageError({ message }: CommanderError, [command]: readonly string[]): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message: message.replace(/^error: /, "").replaceAll("\n", " "),
    hint: COMMANDS.some(({ name }) => name === command)
      ? `See ${ownCommand(`${command} --help`)}.`
      : `See ${ownCommand("--help")}.`,
    exitCode: EXIT.usage,
  });
}

/** Everything that draws for itself (questions) goes by the environment, so the flag is said there too. */
function colourless(context: Context): Context {
  const { FORCE_COLOR: _, ...env } = context.env;
  return { ...context, env: { ...env, NO_COLOR: "1" } };
}

type Dispatch = (info: CommandInfo, flags: RawFlags, args: readonly string[]) => Promise<void>;

function buildProgram(argv: readonly string[], dispatch: Dispatch): Command {
  // Help and version are answered before anything is parsed.
  const program = new Command("live-origin")
    .helpOption(false)
    .helpCommand(false)
    // Usage errors are rendered once, at the edge.
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()
    .exitOverride();
  for (const info of COMMANDS) {
    const command = buildCommand(program, info, dispatch);
    // Hundreds of options are a good part of what a start costs: only a command that is named gets its own.
    if (argv.includes(info.name)) addOptions(command, info);
    program.addCommand(command);
  }
  return program;
}

function buildCommand(program: Command, info: CommandInfo, dispatch: Dispatch): Command {
  const command = new Command(info.name).copyInheritedSettings(program);
  if (info.argument !== undefined) command.argument(`[${info.argument.name}]`);
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
  const option = new Option(flag.flags);
  option.negate = isNegation(flag);
  return option;
}
