import type { Invocation } from "../cli/command.ts";
import { openTarget } from "../core/stack/connect-target.ts";
import { listSchedules, listTaggedResources } from "../core/teardown/list-tagged-resources.ts";
import type { StackSchedule, TaggedResource } from "../services/tagged-resources.ts";
import { gatherRegion } from "./region-access.ts";

/** What the clouds hold of any stack in the region, state or no state. Reads only. Throws NO_SANDBOX, INPUT_NEEDED. */
export async function inspectRegion(
  invocation: Invocation,
  host: Parameters<typeof openTarget>[0],
): Promise<{
  readonly region: string;
  readonly found: readonly TaggedResource[];
  readonly schedules: readonly StackSchedule[];
}> {
  const { spec, access } = await gatherRegion(invocation);
  await using clients = (await openTarget(host, { ...access, spec })).clients;
  return {
    region: spec.region,
    found: await listTaggedResources(host, { clients, region: spec.region }),
    schedules: await listSchedules(host, clients),
  };
}
