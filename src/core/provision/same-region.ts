import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Refuses a Spec that names another region than the stack is in: nothing moves between regions, so the input and the channel
 * would be made a second time and the first ones left behind, perhaps running. Throws REGION_FIXED.
 */
export function requireSameRegion(
  host: Pick<Host, "commandFor">,
  { spec, store, wasKnown }: Pick<Stack, "spec" | "store" | "wasKnown">,
): void {
  const { region } = store.current();
  if (!wasKnown || region === spec.region) return;
  throw new LiveOriginError({
    code: "REGION_FIXED",
    message: `The stack ${spec.name} is in ${region}, so it cannot be made in ${spec.region}: what is in ${region} would be left behind.`,
    hint: `Leave --region (LIVE_ORIGIN_REGION, region) as it was, make a second stack with another --name, or remove this one first: ${host.commandFor(`teardown --region ${region}`, spec.name)}`,
    resource: "region",
    exitCode: EXIT.usage,
  });
}
