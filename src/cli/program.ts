import { COMMANDS } from "./catalog.ts";
import { askedHelp } from "./help/asked-help.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import type { Context, OutputStream } from "../context.ts";
import { EXIT, type ExitCode } from "../config/failure.ts";
import { shellText } from "../config/text/shell-text.ts";
import { withOwnCommands } from "../config/text/own-command.ts";
import { ownCommandText, type RunToRepeat } from "./next-command.ts";
import { renderFailure, runCommand, type Typed } from "./run-command.ts";
import { continuation } from "../config/text/command-lines.ts";
import { columnsTold } from "../platform/text-columns.ts";
import { supportsUnicode, inAscii } from "../platform/text-signs.ts";
import { fitted } from "../terminal/fitted.ts";
import { columnsOf } from "../terminal/wrapped.ts";
import { guarded, rewriting } from "../terminal/guarded-stream.ts";

/** Set by the build. */
declare const LIVE_ORIGIN_VERSION: string | undefined;

/** Parses the command line, runs the command and returns the exit code. Renders every failure, once; never throws. */
export async function runProgram(argv: readonly string[], outside: Context): Promise<ExitCode> {
  const { stdout, stderr, env } = outside;
  let run: RunToRepeat | undefined;
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
  try {
    if (argv.every((word) => word === "--")) {
      await welcome(context);
      return EXIT.ok;
    }
    const { info, raw, args } = parseCommandLine(argv, COMMANDS);
    return await runCommand({
      info,
      raw,
      args,
      typed: {
        ...typed,
        commands: COMMANDS,
        understood: (known) => {
          run = known;
        },
      },
    });
  } catch (error) {
    return renderFailure(error, typed);
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
  stdout.write(
    renderWelcome(style, columnsOf(stdout), (words) => ownCommandText(words, undefined, context)),
  );
}

/** Everything that draws for itself (questions) goes by the environment, so the flag is said there too. */
function colourless(context: Context): Context {
  const { FORCE_COLOR: _, ...env } = context.env;
  return { ...context, env: { ...env, NO_COLOR: "1" } };
}
