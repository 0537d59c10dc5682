import { UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { Secret } from "../../config/secret.ts";
import type { ReportedLimits } from "../../config/limits/limit-model.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import { scopedKeyGiven } from "../../core/provision/scoped-key.ts";
import { connectClients } from "../../core/stack/clients.ts";
import type { SandboxFile } from "../../rehearsal/sandbox-file.ts";
import { lookBriefly } from "./look-briefly.ts";
import { inputSoFar, type WizardContext, type WizardState } from "./wizard-state.ts";

/**
 * What the Momento account reports about itself, so that ladders can be held against it; undefined when there is no cache
 * yet to report it, or nobody answers. Throws MOMENTO_KEY_REJECTED, and MOMENTO_KEY_TOO_WEAK for a key for one cache, unless one
 * will do; any other refusal is told by the plan, which asks again.
 */
export async function knownLimits(
  wizard: WizardContext,
  state: WizardState,
  rehearsal: SandboxFile | undefined,
): Promise<ReportedLimits | undefined> {
  const { context } = wizard.invocation;
  const key = rehearsal?.momentoApiKey ?? state.momentoKey?.text;
  if (state.momentoKey?.isForOneCache === true) return undefined;
  if (key === undefined || (rehearsal === undefined && state.cell === undefined)) return undefined;
  const { draft } = settingsSoFar(inputSoFar(wizard, state));
  await using clients = connectClients(context, {
    region: draft.region ?? "us-west-2",
    profile: undefined,
    momentoKey: Secret.of(key),
    momentoEndpoint: state.cell ?? UNKNOWN_CELL,
    rehearsal,
  });
  return await lookBriefly(
    context,
    async (signal) => {
      const momento = await clients.momento();
      return (await momento.limits(draft.origin.cache, { signal })).reported;
    },
    async (error) => {
      if (wizard.needsNoAccount) return;
      if (error.code === "MOMENTO_KEY_REJECTED") throw error;
      if (error.code === "MOMENTO_KEY_TOO_WEAK")
        throw await scopedKeyGiven(context, { clients, cache: draft.origin.cache });
    },
  );
}
