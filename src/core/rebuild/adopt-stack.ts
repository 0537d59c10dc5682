import type { State } from "../state/state.ts";
import type { Leftover } from "../../services/leftovers.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { confirm } from "../../terminal/ask.ts";
import { RESOURCE_WORDS } from "../../terminal/step-words.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { isInteractive } from "../../cli/interactive.ts";

/** A stack that the clouds know and this folder does not. */
export type StrayStack = {
  readonly stackId: string;
  readonly resources: readonly Leftover[];
};

/** Sorts what was found of one name by stack. Pure. */
export function strayStacks(leftovers: readonly Leftover[], name: string): readonly StrayStack[] {
  const named = leftovers.filter(({ stackName }) => stackName === name);
  const ids = [...new Set(named.map(({ stackId }) => stackId))].toSorted();
  return ids.map((stackId) => ({
    stackId,
    resources: named.filter((one) => one.stackId === stackId),
  }));
}

/**
 * Which stack `--rebuild-state` means: the one it names, else the one that the state knows, else the only one there is.
 * Undefined when there is none. Throws NO_SUCH_STACK, and SEVERAL_STACKS when it would be a guess. Pure.
 */
export function chooseStack(
  stacks: readonly StrayStack[],
  wanted: unknown,
  onDisk: State | undefined,
): StrayStack | undefined {
  if (typeof wanted === "string") {
    const meant = stacks.filter(({ stackId }) => wanted !== "" && stackId.startsWith(wanted));
    const [first] = meant;
    if (first !== undefined && meant.length === 1) return first;
    throw new LiveOriginError({
      code: "NO_SUCH_STACK",
      message: `Nothing in the cloud carries the stack id ${wanted}.${stacks.length === 0 ? "" : ` There are: ${idsOf(stacks)}.`}`,
      hint: "See them with: live-origin teardown --orphans",
      resource: "--rebuild-state",
    });
  }
  const known = stacks.find(({ stackId }) => stackId === onDisk?.stackId);
  if (known !== undefined || stacks.length <= 1) return known ?? stacks[0];
  throw new LiveOriginError({
    code: "SEVERAL_STACKS",
    message: `${stacks.length} stacks of this name exist: ${idsOf(stacks)}. Which one is yours is not guessed.`,
    hint: "Name it: --rebuild-state STACK_ID. What each one has: live-origin teardown --orphans",
    resource: "--rebuild-state",
  });
}

/**
 * Takes over what the state here does not know only after a yes that `--yes` does not give: at a terminal it is asked,
 * elsewhere `--rebuild-state` itself is the yes. Throws DECLINED.
 */
export async function consentToTakeOver(
  invocation: Invocation,
  { stackId, resources }: StrayStack,
): Promise<void> {
  const { output, context } = invocation;
  output.line(`Found of stack ${stackId}:`);
  for (const line of resourceLines(resources)) output.line(line);
  if (!isInteractive(invocation)) return;
  const yes = await confirm(context, {
    message: ASKED.takeOver(),
    yes: false,
  });
  if (yes) return;
  throw new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was taken over or changed.",
    hint: "Choose another --name for a stack of your own.",
  });
}

/** What each leftover is and its id, one a line. Pure. */
export function resourceLines(resources: readonly Leftover[]): readonly string[] {
  return resources.map(({ kind, id }) => `  ${RESOURCE_WORDS[kind].padEnd(24)} ${id}`);
}

function idsOf(stacks: readonly StrayStack[]): string {
  return stacks.map(({ stackId }) => stackId).join(", ");
}
