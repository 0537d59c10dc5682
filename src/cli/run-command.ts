import type { Context } from "../context.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { readMode } from "../gather/mode-sources.ts";
import { failureToShow } from "../terminal/leaving.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import type { CommandInfo, Invocation } from "./command.ts";
import { checkVariables } from "./environment-variables.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import type { RunToRepeat } from "./next-command.ts";
import { parseFlags, type RawFlags } from "./parse-flags.ts";

/** The command line as typed, and where it was typed. */
export type Typed = {
  readonly argv: readonly string[];
  readonly context: Context;
  /** Text in which our commands stand as they must be typed in this run. */
  readonly filled: (text: string) => string;
};

type Starting = Typed &
  Pick<Invocation, "commands"> & {
    /** Told what the run is, once its words are understood: printed commands repeat some of it. */
    readonly understood: (run: RunToRepeat) => void;
  };

/** Loads a command's code and runs it. Returns its exit code; throws LiveOriginErrors. */
export async function runCommand({
  info,
  raw,
  args,
  typed,
}: {
  readonly info: CommandInfo;
  readonly raw: RawFlags;
  readonly args: readonly string[];
  readonly typed: Starting;
}): Promise<ExitCode> {
  const { context, commands } = typed;
  checkVariables(context.env);
  return info.run(raw, async () => {
    const { mode, momentoKeyFile } = await readMode(raw, context);
    typed.understood({ context, mode, typed: raw, flags: parseFlags(GLOBAL_FLAGS, raw) });
    return { context, output: outputOf(typed), mode, momentoKeyFile, typed: raw, args, commands };
  });
}

/** Shows a failure, once, and returns the exit code that it means. Never throws. */
export function renderFailure(error: unknown, typed: Typed): ExitCode {
  const told = failureToShow(error, typed.context.signal);
  outputOf(typed).failure(told);
  return told instanceof LiveOriginError ? told.exitCode : EXIT.failed;
}

/** A usage error is shown before any flag is parsed, so what decides about output is read from the words themselves. */
function outputOf(typed: Typed): Output {
  const { argv, context, filled } = typed;
  return createOutput(context, {
    filled,
    json: argv.includes("--json"),
    verbose: argv.includes("--verbose"),
    color: !argv.includes("--no-color"),
  });
}
