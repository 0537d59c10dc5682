import { trustsMediaLive } from "../../services/iam/policy-document.ts";
import { UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { Secret } from "../../config/secret.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import { connectClients } from "../../core/stack/clients.ts";
import type { SandboxFile } from "../../rehearsal/sandbox-file.ts";
import { lookBriefly } from "./look-briefly.ts";
import { inputSoFar, type WizardContext, type WizardState } from "./wizard-state.ts";

/** The name of the role that MediaLive's console makes for an account (MediaLive user guide, "simple option"). */
const CONSOLE_ROLE = "MediaLiveAccessRole";

/**
 * The ARN of the account's MediaLiveAccessRole, to be offered; undefined when there is none, when MediaLive may not assume
 * it, or when nobody answers in time. Reads only. A refusal is no news here: the plan asks for what it needs.
 */
export async function existingRole(
  wizard: WizardContext,
  state: WizardState,
  rehearsal: SandboxFile | undefined,
): Promise<string | undefined> {
  const { context, flags } = wizard.invocation;
  const { config, draft } = settingsSoFar(inputSoFar(wizard, state));
  if (config.channel?.roleArn !== undefined) return undefined;
  await using clients = connectClients(context, {
    region: draft.region ?? "us-west-2",
    profile: flags.profile,
    // IAM alone is asked.
    momentoKey: Secret.of("none"),
    momentoEndpoint: state.cell ?? UNKNOWN_CELL,
    rehearsal,
  });
  const role = await lookBriefly(context, async (signal) =>
    (await clients.iam()).getRole(CONSOLE_ROLE, { signal }),
  );
  return role !== undefined && trustsMediaLive(role.trust) ? role.arn : undefined;
}
