import type { Invocation, Run } from "../cli/command.ts";
import { readState, stackFiles, stackNames } from "../core/state/stack-files.ts";
import { exitOf, lookAtStacks, renderLooks, shown } from "../core/inspect/inspect-stacks.ts";
import { watchStatus } from "./status-watch.ts";

/** Shows what exists, what runs and since when, what bills, when keys expire, and what drifted (exit 5). */
export const runStatus: Run = async (invocation) => {
  const { context, output, flags } = invocation;
  if (flags["watch"] === true) return watchStatus(invocation);
  const looks = await lookAtStacks(invocation);
  const now = context.clock.now();
  const [only] = looks;
  const document =
    flags["all"] === true ? { stacks: looks.map(shown) } : only === undefined ? {} : shown(only);
  output.result(
    document,
    looks.length === 0 ? await nothingHere(invocation) : renderLooks(invocation, looks, now),
  );
  return exitOf(looks);
};

/** There may be something after all, where this run does not look. */
async function nothingHere({ context, flags }: Invocation): Promise<string> {
  const isRehearsal = flags["sandbox"] === true;
  const others: string[] = [];
  for (const name of await stackNames(context.cwd, !isRehearsal))
    if ((await readState(stackFiles(context.cwd, name, !isRehearsal))) !== undefined)
      others.push(name);
  const nothing = `No ${isRehearsal ? "rehearsal" : "stack"} was made in this folder.`;
  if (others.length === 0) return nothing;
  const [what, flag] = isRehearsal ? ["stacks", "--no-sandbox"] : ["rehearsals", "--sandbox"];
  return `${nothing} The ${what} here (${others.join(", ")}): live-origin status --all ${flag}`;
}
