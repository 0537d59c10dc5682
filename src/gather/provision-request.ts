import type { Invocation } from "../cli/command.ts";
import type { MakingFlags, ProvisionFlags } from "../cli/flags.ts";
import type { ProvisionRequest } from "../core/provision/open-and-plan.ts";
import type { ResourceKind } from "../core/state/state.ts";
import type { GatheredConfig } from "./gather-config.ts";
import { readPrices } from "./price-file.ts";

/** What the core is asked to make of a gathered Spec. Reads the price file. Throws PRICES_INVALID. */
export async function provisionRequest(
  invocation: Invocation<MakingFlags & Partial<ProvisionFlags>>,
  { spec, memory, aws, momentoKey, givenKeys, rehearsal }: GatheredConfig,
  kinds: readonly ResourceKind[],
): Promise<ProvisionRequest> {
  const { flags } = invocation;
  return {
    spec,
    memory,
    kinds,
    access: {
      profile: aws.profile,
      hasAwsCredentials: aws.hasCredentials,
      momentoKey,
      rehearsal,
    },
    givenKeys,
    prices: await readPrices(invocation),
    isOffline: flags.offline === true,
    rebuildState: flags.rebuildState,
    waitsForLock: flags.waitLock === true,
  };
}
