import { RESOURCE_KINDS, type State } from "../core/state/state.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { RESOURCE_WORDS } from "../terminal/step-words.ts";
import type { Invocation } from "./command.ts";
import { nextCommand } from "./next-command.ts";
import type { WaysOn } from "./outcome-failure.ts";
import type { Stack } from "../core/stack/open-stack.ts";

/** How this run is taken up again, and how it is undone. Pure. */
export function waysOn({ context, flags }: Invocation, stack: Pick<Stack, "spec">): WaysOn {
  return {
    again: context.commandLine,
    undo: nextCommand("teardown", stack.spec.name, flags),
  };
}

/** What the state knows to exist, in words; what was in flight may exist. Pure. */
export function existsWords({ resources }: Pick<State, "resources">): string {
  const words = RESOURCE_KINDS.flatMap((kind) => {
    const row = resources[kind];
    if (row === undefined) return [];
    return [`${RESOURCE_WORDS[kind]}${row.status === "created" ? "" : ` (${row.status})`}`];
  });
  return words.length === 0 ? "Nothing exists." : `What exists: ${words.join(", ")}.`;
}

/** What ended a run, in words; Ctrl-C needs none. Pure. */
const ENDED_BY: Readonly<Record<string, string>> = {
  SIGTERM: " (SIGTERM)",
  SIGHUP: ", because the terminal is gone (SIGHUP)",
  EPIPE: ", because nobody reads the output any more",
};

/** `Stopping` with what ended the run, for the line that says what happens now. Pure. */
export function stoppingWords(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return `Stopping${(reason instanceof Error ? ENDED_BY[reason.message] : undefined) ?? ""}`;
}

/** Tells what the first Ctrl-C (SIGTERM, SIGHUP, closed pipe) does while `work` runs: it may take seconds until it shows. */
export async function tellingOfStop<Answer>(
  { context, output }: Invocation,
  work: Promise<Answer>,
): Promise<Answer> {
  const tell = (): void =>
    output.line(
      `${stoppingWords(context.signal)}: what is in flight is finished and recorded. Ctrl-C again leaves at once.`,
    );
  context.signal.addEventListener("abort", tell, { once: true });
  try {
    return await work;
  } finally {
    context.signal.removeEventListener("abort", tell);
  }
}

/**
 * Turns an interruption between the steps of `work` into the failure that says what exists and both ways on (exit 130).
 * Every other failure passes through.
 */
export async function whileWorking<Answer>(
  invocation: Invocation,
  stack: Stack,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const isAbort = error instanceof Error && error.name === "AbortError";
    if (!invocation.context.signal.aborted || !isAbort) throw error;
    const { again, undo } = waysOn(invocation, stack);
    throw new LiveOriginError({
      code: "INTERRUPTED",
      message: `Interrupted. ${existsWords(stack.store.current())}`,
      hint: `Go on with: ${again}\n  Undo with: ${undo}`,
      exitCode: EXIT.interrupted,
      cause: error,
    });
  }
}

/** The same failure where the sandbox ends with this run: there is nothing to go on with or to undo then. */
export function withoutSandbox(error: unknown, again: string): unknown {
  if (!(error instanceof LiveOriginError)) return error;
  if (error.exitCode !== EXIT.partial && error.exitCode !== EXIT.interrupted) return error;
  const { code, message, resource, exitCode, cause } = error;
  const own = cause instanceof LiveOriginError ? cause.hint : undefined;
  const ended = `The sandbox ended with this command, and so did all that was made in it. Try again: ${again}`;
  return new LiveOriginError({
    code,
    message,
    resource,
    exitCode,
    cause,
    hint:
      code === "CANCELLED"
        ? error.hint
        : [own, ended].filter((part) => part !== undefined).join("\n  "),
  });
}
