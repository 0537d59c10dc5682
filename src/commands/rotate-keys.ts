import { EXIT, LiveOriginError } from "../config/failure.ts";
import { renderDryRun } from "../terminal/plan-view.ts";
import type { Invocation, Run } from "../cli/command.ts";
import type { RotationFlags } from "../cli/command-flags.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { readGivenKeys } from "../gather/imported-keys.ts";
import { importKeys } from "../services/momento/imported-keys.ts";
import { ROTATION_CONSENT } from "../cli/consents.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { isInteractive } from "../cli/interactive.ts";
import { type KnownSettings, settingsUnknown } from "../config/resolve/known-settings.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { nextCommand } from "../cli/next-command.ts";
import { planDocument } from "../core/provision/plan-document.ts";
import { prepareRotation, type PreparedRotation } from "../core/keys/prepare-rotation.ts";
import { rotateKeys } from "../core/keys/rotate-keys.ts";
import { rotationDocument } from "../core/keys/rotation-report.ts";
import { renderRotation } from "../terminal/rotation-view.ts";
import { isReplacing } from "../core/keys/rotation-plan.ts";
import { createHost } from "../cli/host.ts";

/**
 * Replaces the stack's keys where they are used, viewers first, and keeps the old ones until the new ones were seen working.
 * Exit 3 when all is done but what would interrupt the running channel, 5 when the new keys were not seen working.
 */
export const runRotateKeys: Run<RotationFlags> = async (invocation) => {
  const { output, flags, context } = invocation;
  const withinMs = expiryWindowMs(invocation);
  const newCache = flags.newCache === true;
  const isDryRun = flags.dryRun === true;
  requireYes(invocation);
  const givenKeys = await readGivenKeys(invocation);
  const request = await gatherExistingStack(invocation, {
    readOnly: isDryRun,
    momento: newCache ? "account" : "any",
    given: givenKeys.encoderKey,
  });
  await using host = await createHost(invocation);
  await using existing = await openExistingStack(host, request);
  const { stack, opened, settings } = existing;
  const imported = importKeys(givenKeys, { cell: opened.cell, now: context.clock.now() });
  const prepared = requireKnownSettings(
    invocation,
    settings,
    await prepareRotation(host, { stack, imported, withinMs, newCache }),
  );
  if (isDryRun) {
    const { plan } = prepared;
    output.result(
      planDocument(stack.spec.name, stack.target, plan),
      renderDryRun(plan, {
        style: output.outStyle,
        columns: output.outColumns,
        verbose: output.verbose,
      }),
    );
    return EXIT.ok;
  }
  const done = await rotateKeys(host, { prepared });
  const report = rotationDocument({
    host,
    prepared,
    outcome: done,
    facts: {
      now: context.clock.now(),
      warnings: host.warnings(),
    },
  });
  if (done.leftOut !== undefined) {
    const { message, hint } = done.leftOut;
    throw new LiveOriginError({
      code: "INTERRUPTION_NEEDED",
      message,
      hint,
      resource: "channel",
      details: [report],
      exitCode: EXIT.partial,
    });
  }
  output.result(report, renderRotation(report, output.outStyle));
  return done.seenWorking === false ? EXIT.checkFailed : EXIT.ok;
};

function expiryWindowMs({ flags }: Invocation<RotationFlags>): number | undefined {
  const { ifExpiringWithin, newCache, encoderKeyFile, playerKeyFile } = flags;
  const brings = [newCache, encoderKeyFile, playerKeyFile].some((said) => said !== undefined);
  if (!brings || ifExpiringWithin === undefined) return ifExpiringWithin;
  throw new LiveOriginError({
    code: "USAGE",
    message: "--if-expiring-within goes with neither --new-cache nor keys of your own.",
    hint: "Leave it out: keys that you bring, and keys that leaked, are replaced at once.",
    resource: "--if-expiring-within",
    exitCode: EXIT.usage,
  });
}

/**
 * Channel and distribution are updated as a whole, their key included: where the rest of their settings is unknown, an update
 * would reset it. A rotation that replaces nothing is allowed all the same. Throws SETTINGS_UNKNOWN.
 */
function requireKnownSettings(
  invocation: Invocation,
  { from }: KnownSettings,
  prepared: PreparedRotation,
): PreparedRotation {
  const { stack, rotation, move, plan } = prepared;
  const { channel, distribution } = stack.planContext().resources;
  if (from !== "nowhere" || (channel === undefined && distribution === undefined)) return prepared;
  const isNothing =
    move === undefined &&
    rotation.renew.length + rotation.unfinished.length === 0 &&
    !isReplacing(stack.secrets, "encoderKey");
  if (isNothing) return { ...prepared, plan: { ...plan, steps: [] } };
  throw settingsUnknown(
    stack.spec.name,
    "Replacing keys now would reset the channel and the distribution to the defaults.",
    nextCommand("init --dry-run", stack.spec.name, invocation),
  );
}

/** Without a terminal the yes must be on the command line, and that is said before any network. */
function requireYes(invocation: Invocation): void {
  const { flags } = invocation;
  if (flags.yes === true || flags.dryRun === true || isInteractive(invocation)) return;
  throw inputNeeded([ROTATION_CONSENT]);
}
