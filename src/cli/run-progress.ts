import { createHeldKeys } from "../terminal/held-keys.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import type { Invocation } from "./command.ts";
import { isInteractive } from "./interactive.ts";

/** The progress of a run that also remembers the warnings it told, because the report repeats them. */
export type RunProgress = Progress & { readonly warnings: () => readonly string[] };

/**
 * The progress of this run, drawn as its terminal allows; with `--json` one plain line per change. `asks` is false for commands
 * that put no question: they may run in the background of a shell, where they must not touch the keyboard.
 */
export async function runProgress(
  invocation: Invocation,
  { asks: mayAsk = true }: { readonly asks?: boolean } = {},
): Promise<RunProgress> {
  const { context, output, flags } = invocation;
  const { env } = context;
  const asks = mayAsk && isInteractive(invocation) && flags["yes"] !== true;
  const isCi = (env["CI"] ?? "") !== "" && env["CI"] !== "false";
  const warnings: string[] = [];
  const progress = await createProgress({
    stream: context.stderr,
    style: output.errStyle,
    clock: context.clock,
    animated: !output.json && !isCi && env["TERM"] !== "dumb",
    keys: asks ? createHeldKeys(context.stdin) : undefined,
  });
  output.through(progress.say);
  return {
    ...progress,
    emit: (event) => {
      if (event.type === "note" && event.level === "warning") warnings.push(event.message);
      progress.emit(event);
    },
    stop: () => {
      output.through(undefined);
      progress.stop();
    },
    warnings: () => warnings,
  };
}
