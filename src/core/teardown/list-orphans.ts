import type { StackSchedule, TaggedResource } from "../../services/tagged-resources.ts";
import type { Host } from "../host.ts";
import { orphanedStacks } from "../rebuild/orphaned-stack.ts";
import { readState, stackFiles, stackNames } from "../state/stack-files.ts";

/** A stack that the clouds have, and whether this folder knows it. */
export type ListedStack = {
  readonly name: string;
  readonly stackId: string;
  readonly resources: readonly (TaggedResource | StackSchedule)[];
  readonly knownHere: boolean;
};

/** Sorts what was found in a region by stack and says which of it this folder knows. Reads files only. */
export async function listOrphans(
  { folder }: Pick<Host, "folder">,
  {
    found,
    isRehearsal,
  }: {
    readonly found: ListedStack["resources"];
    readonly isRehearsal: boolean;
  },
): Promise<readonly ListedStack[]> {
  const known = await knownIds(folder, isRehearsal);
  const names = [...new Set(found.map(({ stackName }) => stackName))].toSorted();
  return names.flatMap((name) =>
    orphanedStacks(found, name).map((stack) => ({
      name,
      ...stack,
      knownHere: known.has(stack.stackId),
    })),
  );
}

async function knownIds(folder: string, isRehearsal: boolean): Promise<ReadonlySet<string>> {
  const names = await stackNames(folder, isRehearsal);
  const states = await Promise.all(
    names.map((name) => readState(stackFiles(folder, name, isRehearsal)).catch(() => undefined)),
  );
  return new Set(states.flatMap((state) => (state === undefined ? [] : [state.stackId])));
}
