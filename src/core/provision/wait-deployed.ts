import { effectsOf } from "../engine/apply-step.ts";
import { waitDeployed } from "../../services/cloudfront/distribution.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { Invocation } from "../../cli/command.ts";
import type { Stack } from "../stack/open-stack.ts";

/** Waits until the distribution is deployed everywhere, which takes CloudFront minutes. Nothing to do without one. */
export async function untilDeployed(
  { context }: Invocation,
  stack: Stack,
  progress: Progress,
): Promise<void> {
  const resource = stack.resources.find(({ kind }) => kind === "distribution");
  if (resource === undefined || stack.scope().rows.distribution === undefined) return;
  const effects = effectsOf(
    {
      resources: stack.resources,
      store: stack.store,
      scope: stack.scope,
      secrets: stack.secrets,
      clock: context.clock,
      signal: context.signal,
      emit: progress.emit,
    },
    resource,
  );
  await waitDeployed(await stack.clouds.cloudfront(), effects, {
    pollMs: stack.clouds.pollMs.cloudfront,
  }).finally(progress.over);
}
