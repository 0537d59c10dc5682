import { observeAll, planTeardown, type Plan } from "../provision/plan.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Invocation } from "./catalog.ts";
import { apply } from "./provision.ts";
import { forgetStack } from "./stack-files.ts";
import type { Stack } from "./stack.ts";

/** What a teardown would remove: everything of ours, by state and by tag. */
export async function makeTeardownPlan({ context }: Invocation, stack: Stack): Promise<Plan> {
  const observed = await observeAll(stack.resources, stack.scope(), context.signal);
  return planTeardown(stack.resources, stack.scope(), observed);
}

/** Removes everything of the stack, then forgets it. Throws what the steps failed with; run again to finish. */
export async function tearDownStack(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
  plan?: Plan,
): Promise<void> {
  await apply(invocation, stack, plan ?? (await makeTeardownPlan(invocation, stack)), progress);
  await forgetStack(stack.files);
}
