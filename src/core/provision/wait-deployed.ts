import { waitDeployed } from "../../services/cloudfront/distribution-waits.ts";
import { effectsOf } from "../engine/apply-step.ts";
import type { Observed } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { applyingTo } from "../stack/apply-to-stack.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Waits until the distribution is deployed everywhere, which takes CloudFront minutes. Nothing to do without one, or where it
 * was seen to be. Returns whether it waited: what was seen before is old then.
 */
export async function waitDeployedEverywhere(
  host: Host,
  stack: Stack & { readonly observed?: Observed | undefined },
): Promise<boolean> {
  if (isSeenDeployed(stack.observed)) return false;
  const resource = stack.resources.find(({ kind }) => kind === "distribution");
  if (resource === undefined || stack.planContext().resources.distribution === undefined)
    return false;
  const effects = effectsOf(applyingTo(host, stack), resource);
  await waitDeployed(await stack.clients.cloudfront(), effects, {
    pollMs: stack.clients.pollMs.cloudfront,
  }).finally(() => host.emit({ type: "wait.over" }));
  return true;
}

/** Was the distribution seen to be deployed everywhere? */
export function isSeenDeployed(observed: Observed | undefined): boolean {
  const seen = observed?.get("distribution");
  return seen?.is === "ours" && seen.status === "Deployed";
}
