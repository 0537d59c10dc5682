import { printableLine } from "../../config/printable.ts";
import { EXIT } from "../../config/failure.ts";
import type { Invocation } from "../../cli/command.ts";
import { readState, stackFiles, stackNames } from "../state/stack-files.ts";
import { lookAtRegion, takeOverCommand } from "./find-orphans.ts";
import { resourceLines, strayStacks } from "../rebuild/adopt-stack.ts";

/** `teardown --orphans`: lists what the region holds of any stack and says which of it this folder knows. Removes nothing. */
export async function showOrphans(invocation: Invocation): Promise<number> {
  const { context, flags, output } = invocation;
  const isRehearsal = flags["sandbox"] === true;
  const { region, leftovers } = await lookAtRegion(invocation);
  const known = await knownIds(context.cwd, isRehearsal);
  const names = [...new Set(leftovers.map(({ stackName }) => stackName))].toSorted();
  const stacks = names.flatMap((name) =>
    strayStacks(leftovers, name).map((stack) => ({
      name,
      ...stack,
      knownHere: known.has(stack.stackId),
    })),
  );
  const orphans = stacks.filter(({ knownHere }) => !knownHere);
  const lines = stacks.flatMap(({ name, stackId, resources, knownHere }) => [
    `${printableLine(`${name} ${stackId}`)}${knownHere ? ", known in this folder" : ""}`,
    ...resourceLines(resources),
    ...(knownHere
      ? []
      : [`  Remove it, if it is yours: ${takeOverCommand({ name, stackId }, flags)}`]),
  ]);
  output.result(
    {
      region,
      stacks: stacks.map(({ name, stackId, knownHere, resources }) => ({
        name,
        stackId,
        knownHere,
        resources: resources.map(({ kind, id }) => ({ kind, id })),
      })),
    },
    stacks.length === 0
      ? `Nothing in ${region} carries the tags of a stack. (Momento caches carry none: see its console.)`
      : [
          ...lines,
          "",
          `${orphans.length} of ${stacks.length} in ${region} are not known in this folder.`,
        ].join("\n"),
  );
  return EXIT.ok;
}

async function knownIds(cwd: string, isRehearsal: boolean): Promise<ReadonlySet<string>> {
  const names = await stackNames(cwd, isRehearsal);
  const states = await Promise.all(
    names.map((name) => readState(stackFiles(cwd, name, isRehearsal)).catch(() => undefined)),
  );
  return new Set(states.flatMap((state) => (state === undefined ? [] : [state.stackId])));
}
