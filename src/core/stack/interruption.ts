import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { NextCommands } from "../engine/outcome-failure.ts";
import type { Host } from "../host.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";
import { RESOURCE_KINDS, type State } from "../state/state.ts";
import type { Stack } from "./stack.ts";

/** How this run is taken up again, and how it is undone. */
export function nextCommands(host: Host, { spec }: Pick<Stack, "spec">): NextCommands {
  return { again: host.commandLine, undo: host.commandFor("teardown", spec.name) };
}

/** What the state knows to exist, in words; what was in flight may exist. */
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

/** What is reported of an interrupted run: how things are, and how to go on. */
export type Interruption = {
  readonly message: string;
  readonly hint: string;
  readonly resource?: string;
};

type Interruptible = {
  readonly stack: Stack;
  /** Without it: what exists, and both ways on. */
  readonly describe?: (host: Host, stack: Stack) => Interruption | Promise<Interruption>;
};

/** Turns an interruption of `work` into the failure that describes it (exit 130). Every other failure passes through. */
export async function whileWorking<Answer>(
  host: Host,
  { stack, describe = whatExists }: Interruptible,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const isAbort = error instanceof Error && error.name === "AbortError";
    if (!host.signal.aborted || !isAbort) throw error;
    throw new LiveOriginError({
      code: "INTERRUPTED",
      ...(await describe(host, stack)),
      exitCode: EXIT.interrupted,
      cause: error,
    });
  }
}

function whatExists(host: Host, stack: Stack): Interruption {
  const { again, undo } = nextCommands(host, stack);
  return {
    message: `Interrupted. ${existsWords(stack.store.current())}`,
    hint: `Go on with: ${again}\n  Undo with: ${undo}`,
  };
}
