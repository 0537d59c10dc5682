import { ownCommand } from "../../config/text/own-command.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { Spec } from "../../config/spec.ts";
import { countQuotas, type QuotaCount } from "../../services/service-quotas/count-quotas.ts";
import { QUOTAS, type QuotaName } from "../../services/service-quotas/quotas.ts";
import type { Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import type { ResourceKind } from "../state/state.ts";

const OF_KIND: Readonly<Partial<Record<ResourceKind, QuotaName>>> = {
  channel: "channels",
  inputSecurityGroup: "inputSecurityGroups",
  distribution: "distributions",
  function: "functions",
  cachePolicy: "cachePolicies",
};

/** What the account has of what this plan makes one more of. Asks nothing for a plan that makes nothing. */
export async function countForPlan(
  { signal }: Pick<Host, "signal">,
  { spec, clients }: Pick<Stack, "spec" | "clients">,
  plan: Plan,
): Promise<readonly QuotaCount[]> {
  const wanted = made(plan).flatMap(({ resource }) => quotaOf(resource, spec) ?? []);
  return wanted.length === 0
    ? []
    : await countQuotas(clients, wanted, { signal, readBefore: true });
}

/**
 * Refuses a plan that needs one more of what the account is full of, as it reports itself. A documented default that is
 * reached is a warning; returns the kinds that are concerned, whose creation is likeliest to be refused. Throws AWS_QUOTA.
 */
export function requireRoom(
  { emit }: Pick<Host, "emit">,
  spec: Spec,
  counts: readonly QuotaCount[],
): readonly ResourceKind[] {
  const full = counts.filter(({ used, most }) => used >= most);
  const refused = full.filter(({ isReported }) => isReported);
  if (refused.length > 0)
    throw new LiveOriginError({
      code: "AWS_QUOTA",
      message: `A quota of the AWS account is full: ${refused.map(words).join(", ")}. This needs one more${refused.length > 1 ? " of each" : ""}.`,
      hint: `Nothing was made. Remove what is no longer needed (${ownCommand("teardown --orphans")} lists what stacks left), or ask for more in the Service Quotas console.`,
      resource: refused.map(({ quota }) => quota).join(", "),
      details: refused,
      exitCode: EXIT.usage,
    });
  for (const count of full)
    emit({
      type: "note",
      level: "warning",
      code: "QUOTA_PERHAPS_FULL",
      message: `${words(count)}: full by the documented default; unless yours is higher, which was not reported, one more is refused.`,
    });
  const names = new Set(full.map(({ quota }) => quota));
  return KINDS.filter((kind) => {
    const quota = quotaOf(kind, spec);
    return quota !== undefined && names.has(quota);
  });
}

const KINDS: readonly ResourceKind[] = [...(Object.keys(OF_KIND) as ResourceKind[]), "input"];

function words({ quota, used, most }: QuotaCount): string {
  return `${used} of ${most} ${QUOTAS[quota].what}`;
}

/** A replacement is made before what it replaces goes. */
function made({ steps }: Plan): readonly Step[] {
  return steps.filter(
    ({ action, found }) => action === "replace" || (action === "create" && found === undefined),
  );
}

function quotaOf(kind: ResourceKind, { channel }: Spec): QuotaName | undefined {
  if (kind !== "input") return OF_KIND[kind];
  return channel.input?.type.endsWith("-push") === true ? "pushInputs" : "pullInputs";
}
