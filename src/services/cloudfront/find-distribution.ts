import type { ResourceIds } from "../../core/state/resource-members.ts";
import type { Observation, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { stackComment } from "../../config/names.ts";
import type { CallOptions } from "../aws/call-options.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { CloudFrontClient, Distribution, DistributionSummary } from "./api.ts";

/**
 * Finds our distribution: by the id in the entry, else by its comment over all pages, and then its CallerReference must be the
 * one that we stored before the call. One that carries our name, in our region, and another stack's id is somebody else's.
 */
export async function findDistribution({
  client,
  callOptions,
  context,
  recorded,
}: {
  readonly client: CloudFrontClient;
  readonly callOptions: CallOptions;
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
}): Promise<Observation<Distribution>> {
  const id = recorded?.ids["id"];
  const byId = id === undefined ? undefined : await client.getDistribution(callOptions, id);
  if (byId !== undefined) return ours(byId);
  const listed = (await client.listDistributions(callOptions)).filter(({ staging }) => !staging);
  const comment = stackComment(stackIdentity(context));
  for (const candidate of listed.filter((each) => each.comment === comment)) {
    const found = await client.getDistribution(callOptions, candidate.id);
    if (found === undefined) continue;
    const reference = recorded?.token?.value;
    if (reference === undefined || found.config.CallerReference === reference)
      return { ...ours(found), unrecorded: true };
    return {
      is: "foreign",
      what: `distribution ${found.id} carries this stack's comment, but this stack did not make it`,
    };
  }
  return foreignOrAbsent({ client, callOptions, context, listed });
}

async function foreignOrAbsent({
  client,
  callOptions,
  context,
  listed,
}: {
  readonly client: CloudFrontClient;
  readonly callOptions: CallOptions;
  readonly context: PlanContext;
  readonly listed: readonly DistributionSummary[];
}): Promise<Observation<Distribution>> {
  const { name, region } = context.spec;
  for (const { id, arn, comment } of listed) {
    const stack = /^live-origin (\S+) ([0-9a-f]+)$/.exec(comment);
    if (stack?.[1] !== name || stack[2] === context.stackId) continue;
    const tags = await client.tagsOf(callOptions, arn);
    if (tags["live-origin:region"] !== region) continue;
    return {
      is: "foreign",
      what: `distribution ${id} belongs to stack ${stack[2] ?? "?"}, not to ${context.stackId}`,
    };
  }
  return { is: "absent" };
}

function ours(found: Distribution): Observation<Distribution> & { readonly is: "ours" } {
  return { is: "ours", found, ids: distributionIds(found), status: found.status };
}

/** What later steps and the result need of a distribution. */
export function distributionIds({ id, arn, domain }: Distribution): ResourceIds<"distribution"> {
  return { id, arn, domain };
}
