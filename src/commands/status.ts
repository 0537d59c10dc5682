import type { Run } from "./catalog.ts";
import { exitOf, lookAtStacks, renderLooks, shown } from "./stack-looks.ts";
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
    looks.length === 0 ? "No stack was made in this folder." : renderLooks(invocation, looks, now),
  );
  return exitOf(looks);
};
