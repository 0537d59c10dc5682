import { printableLine } from "../config/text/printable.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import type { Style } from "./style.ts";
import type { ListedStack } from "../core/teardown/list-orphans.ts";

/** What each resource that was found is, and its id, one a line. */
export function resourceLines(resources: ListedStack["resources"]): readonly string[] {
  return resources.map(
    ({ kind, id }) =>
      `  ${(kind === "schedule" ? "schedule" : RESOURCE_NAMES[kind]).padEnd(24)} ${id}`,
  );
}

/** Whose a stack is that was found by its tags, and what of it was found. */
export function foundLines(
  {
    name,
    stackId,
    account,
    region,
    resources,
  }: {
    readonly name: string;
    readonly stackId: string;
    readonly account: string;
    readonly region: string;
    readonly resources: ListedStack["resources"];
  },
  style: Style,
): readonly string[] {
  return [
    `This folder has no state of ${name}. Found by its tags, made from another folder or by somebody else:`,
    `  ${style.bold(name)}, stack ${printableLine(stackId)}, AWS account ${printableLine(account)} in ${region}`,
    ...resourceLines(resources),
  ];
}

/** What a region holds of any stack, and how each one that is not known here would be removed. */
export function renderOrphans(
  region: string,
  stacks: readonly ListedStack[],
  removal: (stack: ListedStack) => string,
): string {
  if (stacks.length === 0)
    return `Nothing in ${region} carries the tags of a stack. (Momento caches carry none: see Momento's console.)`;
  const lines = stacks.flatMap((stack) => [
    `${printableLine(`${stack.name} ${stack.stackId}`)}${stack.knownHere ? ", known in this folder" : ""}`,
    ...resourceLines(stack.resources),
    ...(stack.knownHere ? [] : [`  Remove it, if it is yours: ${removal(stack)}`]),
  ]);
  const unknown = stacks.filter(({ knownHere }) => !knownHere).length;
  return [
    ...lines,
    "",
    `Not known in this folder: ${unknown} of ${stacks.length} in ${region}.`,
  ].join("\n");
}
