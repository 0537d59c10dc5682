import type { Plan } from "../core/engine/plan.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { confirm } from "../terminal/ask.ts";
import { RESOURCE_WORDS } from "../terminal/step-words.ts";
import { ASKED } from "../gather/wizard/prompts.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { confirmTeardown, requireConfirmation } from "../core/teardown/confirm-teardown.ts";
import { isInteractive } from "../cli/interactive.ts";
import { openKnownStack } from "../core/stack/open-existing-stack.ts";
import { showOrphans } from "../core/teardown/list-orphans.ts";
import { planDocument } from "../core/provision/plan-document.ts";
import { removalLines } from "../core/teardown/teardown-preview.ts";
import { runProgress } from "../cli/run-progress.ts";
import { refuseStrangers } from "../core/stack/refuse-strangers.ts";
import type { Stack } from "../core/stack/open-stack.ts";
import { tidyUp } from "../core/state/stack-lock.ts";
import { withStrayStack } from "../core/teardown/find-orphans.ts";
import {
  isCacheInDoubt,
  makeTeardownPlan,
  tearDownStack,
} from "../core/teardown/teardown-stack.ts";

/** Removes everything that the stack made, after its name was typed; with `--orphans` lists what any stack left behind. */
export const runTeardown: Run = async (started) => {
  const { output, flags } = started;
  if (flags["orphans"] === true) return showOrphans(started);
  requireConfirmation(started);
  const way = await withStrayStack(started);
  if ("nothing" in way) {
    const { name, region, files } = way.nothing;
    if (flags["dryRun"] !== true) await tidyUp(started, files);
    output.result(
      { name, removed: [], kept: [] },
      `There is no stack ${name} in this folder, and nothing in ${region} carries its name. Nothing to remove.`,
    );
    return EXIT.ok;
  }
  const invocation = way.goOn;
  const isDryRun = flags["dryRun"] === true;
  const { stack, isRehearsal } = await openKnownStack(invocation, { readOnly: isDryRun });
  const progress = await runProgress(invocation);
  const { name } = stack.spec;
  try {
    const deletesCache = await mayDeleteCache(invocation, stack, isDryRun);
    const { plan, observed } = await makeTeardownPlan(invocation, stack, { deletesCache });
    // The other copy may have moved to a cache that is not known here, and would be left behind.
    refuseStrangers(invocation, stack, observed, "teardown");
    const lines = removalLines(plan, observed, stack.scope().rows);
    if (isDryRun) {
      output.result(planDocument(name, stack.target, plan), lines.join("\n"));
      return EXIT.ok;
    }
    for (const line of lines) output.line(line);
    await confirmTeardown(invocation, name, observed);
    const unfinished = await remove(invocation, stack, progress, plan);
    const document = { name, target: stack.target, ...sorted(plan) };
    if (unfinished !== undefined) throw unfinished;
    const kept = document.kept.map((kind) => RESOURCE_WORDS[kind]);
    output.result(
      document,
      `${name} is removed${isRehearsal ? " from the sandbox" : ""}. Nothing of it bills any more.${kept.length === 0 ? "" : ` Kept: ${kept.join(", ")}.`}`,
    );
    return EXIT.ok;
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
};

/** With `--no-wait` a distribution that CloudFront is still disabling is no failure, only not the end. */
async function remove(
  invocation: Invocation,
  stack: Stack,
  progress: Awaited<ReturnType<typeof runProgress>>,
  plan: Plan,
): Promise<LiveOriginError | undefined> {
  try {
    await tearDownStack(invocation, stack, progress, plan);
    return undefined;
  } catch (error) {
    const isDisabling =
      error instanceof LiveOriginError &&
      error.code === "WAIT_TIMED_OUT" &&
      error.resource === "distribution";
    if (!isDisabling || invocation.flags["wait"] !== false) throw error;
    return new LiveOriginError({
      code: "NOT_FINISHED",
      message: `${stack.spec.name} is not gone yet: CloudFront needs minutes to disable its distribution, and what it uses goes after it.`,
      hint: `Run again to finish: ${invocation.context.commandLine}`,
      resource: "distribution",
      exitCode: EXIT.partial,
    });
  }
}

/** The cache of a stack whose state was lost may be somebody's own: it goes only after a yes of its own. */
async function mayDeleteCache(
  invocation: Invocation,
  stack: Stack,
  isDryRun: boolean,
): Promise<boolean> {
  const { flags, context, output } = invocation;
  if (!isCacheInDoubt(stack.scope()) || flags["deleteCache"] === true) return true;
  const cache = stack.scope().rows.cache?.ids["name"] ?? stack.spec.name;
  if (!isDryRun && isInteractive(invocation))
    return confirm(context, {
      message: ASKED.cacheInDoubt(cache),
      yes: false,
    });
  output.warn(
    `The state was lost, so nobody can say whether live-origin made the cache ${cache}: it is kept. This command with --delete-cache removes it too; afterwards only Momento's console does.`,
  );
  return false;
}

function sorted({ steps }: Plan): {
  readonly removed: readonly ResourceKind[];
  readonly kept: readonly ResourceKind[];
} {
  const of = (action: string): readonly ResourceKind[] =>
    steps.filter((step) => step.action === action).map(({ resource }) => resource);
  return { removed: of("delete"), kept: of("keep") };
}
