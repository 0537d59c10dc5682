import { requireSegmentSize } from "../../config/rules/require-segment-size.ts";
import type { Host } from "../host.ts";
import { checkAccounts } from "./account-limits.ts";
import { previewAdoption } from "./adopt-cache.ts";
import { openAndPlan, type PlannedStack, type ProvisionRequest } from "./open-and-plan.ts";

/**
 * What a run would do, without doing it: the size rule, open, observe, plan, limits. Writes nothing. Whoever calls disposes of
 * the stack. Throws what a run refuses with.
 */
export async function previewProvision(
  host: Host,
  request: ProvisionRequest,
): Promise<PlannedStack> {
  requireSegmentSize(request.spec);
  const planned = await openAndPlan(host, request, { readOnly: true });
  try {
    if (request.isOffline !== true) {
      await checkAccounts(host, planned.stack, planned.plan);
      await previewAdoption(host, planned.stack, planned.plan);
    }
    return planned;
  } catch (error) {
    await planned.stack[Symbol.asyncDispose]();
    throw error;
  }
}
