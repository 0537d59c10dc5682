import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import { confirm } from "../../terminal/ask.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import type { WizardContext } from "./wizard-state.ts";

/** A rehearsal's encoder is on this machine. */
const LOOPBACK = "127.0.0.1/32";

/**
 * What to suggest as allowed senders: what is known already, this machine in a rehearsal, or its public address after a yes
 * to looking it up. Undefined when only the user can know.
 */
export async function suggestedCidrs(
  { invocation: { context, output }, isRehearsal }: WizardContext,
  input: ResolveInput,
): Promise<string | undefined> {
  const known = settingsSoFar(input).config.channel?.input;
  if (known !== undefined && "cidrs" in known && known.cidrs !== undefined)
    return known.cidrs.join(", ");
  if (isRehearsal) return LOOPBACK;
  const wantsLookup = await confirm(context, {
    message: PROMPTS.lookUpAddress(),
    yes: false,
  });
  if (!wantsLookup) return undefined;
  const { publicAddress } = await import("../../services/checkip/client.ts");
  const address = await publicAddress(context.signal);
  if (address === undefined) output.warn("checkip.amazonaws.com did not answer; type the address.");
  return address === undefined ? undefined : `${address}/32`;
}
