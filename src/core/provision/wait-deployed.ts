import { waitDeployed } from "../../services/cloudfront/distribution.ts";
import { effectsOf } from "../engine/apply-step.ts";
import type { Host } from "../host.ts";
import { applyingTo } from "../stack/apply-to-stack.ts";
import type { Stack } from "../stack/stack.ts";

/** Waits until the distribution is deployed everywhere, which takes CloudFront minutes. Nothing to do without one. */
export async function waitDeployedEverywhere(host: Host, stack: Stack): Promise<void> {
  const resource = stack.resources.find(({ kind }) => kind === "distribution");
  if (resource === undefined || stack.planContext().resources.distribution === undefined) return;
  const effects = effectsOf(applyingTo(host, stack), resource);
  await waitDeployed(await stack.clients.cloudfront(), effects, {
    pollMs: stack.clients.pollMs.cloudfront,
  }).finally(() => host.emit({ type: "wait.over" }));
}
