import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { TaggedResource } from "../../services/tagged-resources.ts";
import type { State } from "../state/state.ts";

/** A stack that the clouds know and this folder does not. */
export type OrphanedStack<Found = TaggedResource> = {
  readonly stackId: string;
  readonly resources: readonly Found[];
};

/** Sorts what was found of one name by stack. */
export function orphanedStacks<Found extends Pick<TaggedResource, "stackName" | "stackId">>(
  tagged: readonly Found[],
  name: string,
): readonly OrphanedStack<Found>[] {
  const named = tagged.filter(({ stackName }) => stackName === name);
  const ids = [...new Set(named.map(({ stackId }) => stackId))].toSorted();
  return ids.map((stackId) => ({
    stackId,
    resources: named.filter((one) => one.stackId === stackId),
  }));
}

/**
 * Which stack `--rebuild-state` (or another `flag`) means: the one it names, else the one that the state knows, else the only one
 * there is. Undefined when there is none. Throws NO_SUCH_STACK, and SEVERAL_STACKS when it would be a guess.
 */
export function chooseStack(
  stacks: readonly OrphanedStack[],
  wanted: unknown,
  {
    onDisk,
    flag = "--rebuild-state",
  }: { readonly onDisk?: State | undefined; readonly flag?: string },
): OrphanedStack | undefined {
  if (typeof wanted === "string") {
    const meant = stacks.filter(({ stackId }) => wanted !== "" && stackId.startsWith(wanted));
    const [first] = meant;
    if (first !== undefined && meant.length === 1) return first;
    throw new LiveOriginError({
      code: "NO_SUCH_STACK",
      message: `Nothing in the cloud carries the stack id ${wanted}.${stacks.length === 0 ? "" : ` There are: ${idsOf(stacks)}.`}`,
      hint: `See them with: ${ownCommand("teardown --orphans")}`,
      resource: flag,
    });
  }
  const known = stacks.find(({ stackId }) => stackId === onDisk?.stackId);
  if (known !== undefined || stacks.length <= 1) return known ?? stacks[0];
  throw new LiveOriginError({
    code: "SEVERAL_STACKS",
    message: `${stacks.length} stacks of this name exist: ${idsOf(stacks)}. Which one is yours is not guessed.`,
    hint: `Name it: ${flag} STACK_ID. What each one has: ${ownCommand("teardown --orphans")}`,
    resource: flag,
  });
}

function idsOf(stacks: readonly OrphanedStack[]): string {
  return stacks.map(({ stackId }) => stackId).join(", ");
}
