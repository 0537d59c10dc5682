import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { NextCommands } from "../engine/outcome-failure.ts";
import type { Host } from "../host.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";
import { RESOURCE_KINDS, type State } from "../state/state.ts";
import type { Stack } from "./stack.ts";

/** How this run is taken up again, and how it is undone. Pure. */
export function nextCommands(host: Host, { spec }: Pick<Stack, "spec">): NextCommands {
  return { again: host.commandLine, undo: host.commandFor("teardown", spec.name) };
}

/** What the state knows to exist, in words; what was in flight may exist. Pure. */
export function existsWords({ resources }: Pick<State, "resources">): string {
  const words = RESOURCE_KINDS.flatMap((kind) => {
    const recorded = resources[kind];
    if (recorded === undefined) return [];
    return [
      `${RESOURCE_NAMES[kind]}${recorded.status === "created" ? "" : ` (${recorded.status})`}`,
    ];
  });
  return words.length === 0 ? "Nothing exists." : `What exists: ${words.join(", ")}.`;
}

/**
 * Turns an interruption between the steps of `work` into the failure that says what exists and both ways on (exit 130).
 * Every other failure passes through.
 */
export async function whileWorking<Answer>(
  host: Host,
  stack: Stack,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const isAbort = error instanceof Error && error.name === "AbortError";
    if (!host.signal.aborted || !isAbort) throw error;
    const { again, undo } = nextCommands(host, stack);
    throw new LiveOriginError({
      code: "INTERRUPTED",
      message: `Interrupted. ${existsWords(stack.store.current())}`,
      hint: `Go on with: ${again}\n  Undo with: ${undo}`,
      exitCode: EXIT.interrupted,
      cause: error,
    });
  }
}
