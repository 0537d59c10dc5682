import { LiveOriginError } from "../config/failure.ts";
import { flagWords } from "../config/text/shell-text.ts";
import type { OrphanedStack } from "../core/rebuild/orphaned-stack.ts";
import { resourceLines } from "../terminal/orphans-view.ts";
import type { Invocation } from "./command.ts";
import { ourCommand } from "./next-command.ts";

/** What a teardown says that finds a stack of that name, no state of it here, and nobody to ask. */
export function stateMissing(
  invocation: Invocation,
  {
    name,
    region,
    stacks,
  }: {
    readonly name: string;
    readonly region: string;
    readonly stacks: readonly OrphanedStack[];
  },
): LiveOriginError {
  const lines = stacks.flatMap(({ stackId, resources }) => [
    `  stack ${stackId}:`,
    ...resourceLines(resources).map((line) => `  ${line}`),
  ]);
  return new LiveOriginError({
    code: "STATE_MISSING",
    message: `This folder has no state of ${name}, but ${region} has something of that name, made from another folder or by somebody else:\n${lines.join("\n")}`,
    hint: `If it is yours, take it over and remove it: ${removal(invocation, name, stacks[0]?.stackId ?? "")}`,
    resource: name,
  });
}

/** How a stack that was found by its tags is taken over and removed. */
export function removal(invocation: Invocation, name: string, stackId: string): string {
  const words = [
    ["--name", name],
    ["--rebuild-state", stackId],
    ["--confirm", name],
  ] as const;
  return ourCommand(
    ["teardown", ...words.flatMap(([flag, value]) => flagWords(flag, value))],
    invocation,
  );
}
