import { EXIT, LiveOriginError } from "../spec/failure.ts";
import { askText } from "../terminal/ask.ts";
import { renderPlan } from "../terminal/plan-view.ts";
import type { Invocation, Run } from "./catalog.ts";
import { stopStack } from "./channel-run.ts";
import { inputNeeded } from "./input-needed.ts";
import { isInteractive } from "./interactive.ts";
import { openKnownStack } from "./known-stack.ts";
import { planDocument } from "./plan-document.ts";
import { runProgress } from "./run-progress.ts";
import { makeTeardownPlan, tearDownStack } from "./tear-down-stack.ts";

/** Removes everything that the stack made, after its name was typed. */
export const runTeardown: Run = async (invocation) => {
  const { output, flags } = invocation;
  const isDryRun = flags["dryRun"] === true;
  requireConfirmation(invocation);
  const { stack, isRehearsal } = await openKnownStack(invocation, { readOnly: isDryRun });
  const progress = await runProgress(invocation);
  const { name } = stack.spec;
  try {
    const plan = await makeTeardownPlan(invocation, stack);
    if (isDryRun) {
      output.result(planDocument(name, stack.target, plan), renderPlan(plan, output.outStyle));
      return EXIT.ok;
    }
    output.line(renderPlan(plan, output.errStyle));
    await confirmName(invocation, name);
    if (plan.steps.some(({ resource, action }) => resource === "channel" && action === "delete"))
      await stopStack(invocation, stack, progress);
    await tearDownStack(invocation, stack, progress, plan);
    const removed = plan.steps.filter(({ action }) => action === "delete");
    output.result(
      { name, target: stack.target, removed: removed.map(({ resource }) => resource) },
      `${name} is removed${isRehearsal ? " from the sandbox" : ""}. Nothing of it bills any more.`,
    );
    return EXIT.ok;
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
};

/** Without a terminal the name must be on the command line, and that is said before any network. */
function requireConfirmation(invocation: Invocation): void {
  const { flags } = invocation;
  if (typeof flags["confirm"] === "string" || flags["dryRun"] === true) return;
  if (isInteractive(invocation)) return;
  throw inputNeeded([
    { flag: "--confirm NAME", what: "the stack's name, because a teardown cannot be undone" },
  ]);
}

async function confirmName(invocation: Invocation, name: string): Promise<void> {
  const { flags, context } = invocation;
  if (flags["confirm"] === name) return;
  if (typeof flags["confirm"] === "string")
    throw new LiveOriginError({
      code: "WRONG_NAME",
      message: `--confirm ${flags["confirm"]} is not the name of this stack, which is ${name}. Nothing was removed.`,
      hint: `Repeat it with --confirm ${name} if you mean this one.`,
      resource: "--confirm",
      exitCode: EXIT.usage,
    });
  await askText(context, {
    message: `Type ${name} to remove all of this`,
    validate: (text) =>
      text === name ? undefined : `That is not ${name}. Ctrl-C leaves everything.`,
  });
}
