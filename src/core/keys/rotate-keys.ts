import type { Plan } from "../engine/plan.ts";
import { observeAll, planStack } from "../engine/plan.ts";
import { withRestart } from "../../services/medialive/while-stopped.ts";
import { isExpired } from "../../services/momento/interrupted-key.ts";
import { PREVIOUS, type AccessKeyKind } from "../../services/momento/key-roles.ts";
import { leavingMeans } from "../../terminal/leaving.ts";
import { isConverged, renderPlan } from "../../terminal/plan-view.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { Invocation } from "../../cli/command.ts";
import { consentToRotation, mayInterrupt } from "./consent-to-rotation.ts";
import { nextCommand } from "../../cli/next-command.ts";
import type { PreparedRotation } from "./prepare-rotation.ts";
import { apply } from "../provision/provision-stack.ts";
import { retireKey } from "./retire-keys.ts";
import { isReplacing, OWED, SETTLED } from "./rotation-plan.ts";
import { seeKeysWork } from "./check-keys-at-edge.ts";
import type { Stack } from "../stack/open-stack.ts";
import { tryImportedKeys } from "../provision/try-imported-keys.ts";
import { untilDeployed } from "../provision/wait-deployed.ts";

/** How a rotation ended. */
export type RotationOutcome = {
  /** Made by this run, or made before and put to use by it. */
  readonly renewed: readonly AccessKeyKind[];
  /** False when the new keys could not be seen working; null when there was nothing to look at. */
  readonly seenWorking: boolean | null;
  /** The encoder's new key takes effect when the channel starts next. */
  readonly atNextStart: boolean;
  /** What was left undone, because it would have interrupted the show. */
  readonly leftOut: { readonly message: string; readonly hint: string } | undefined;
};

/**
 * Carries a rotation out: the new keys are stored and tried, then put where they are used, and the old ones are forgotten
 * once the new ones were seen working through the edge. A running channel is touched only with consent. Throws
 * INPUT_NEEDED, DECLINED, and what the steps failed with; run again to go on.
 */
export async function rotateStack(
  invocation: Invocation,
  prepared: PreparedRotation,
  progress: Progress,
): Promise<RotationOutcome> {
  const { output, context } = invocation;
  const { stack, rotation, move, isRunning } = prepared;
  const pending = isReplacing(stack.secrets, "encoderKey");
  if (isConverged(prepared.plan) && rotation.unfinished.length === 0 && !pending) {
    output.line("No key is to be replaced.");
    return { renewed: [], seenWorking: null, atNextStart: false, leftOut: undefined };
  }
  if (move === undefined) await tryImportedKeys(stack, invocation);
  output.line(renderPlan(prepared.plan, output.errStyle, output.errColumns));
  const plan = await consentToRotation(invocation, prepared);
  if (move !== undefined) await stack.store.patch("cache", move.row);
  await oweKeys(stack, rotation.renew);
  await apply(invocation, stack, plan, progress);
  await untilDeployed(invocation, stack, progress);

  const isLeftOut = plan.steps.length < prepared.plan.steps.length;
  const waits = isRunning && pendingStart(stack, isLeftOut);
  const restarts =
    waits &&
    (await leavingMeans(mayInterrupt(invocation, "restart"), {
      message: "The keys are replaced; the running channel takes the new one when it starts next.",
      hint: `Finish with: ${context.commandLine}`,
    }));
  if (restarts) await restartChannel(invocation, stack, progress);
  const seenWorking = await seeKeysWork(invocation, stack, progress);
  const atNextStart = waits && !restarts;
  if (seenWorking !== false)
    await forgetOld(invocation, stack, progress, {
      encoderWaits: isLeftOut || atNextStart,
      cacheIsGone: move?.removesOld === true && !isLeftOut,
    });
  return {
    renewed: taken(rotation.renew, pending && !isLeftOut && !atNextStart),
    seenWorking,
    atNextStart,
    leftOut:
      isLeftOut || (atNextStart && oldIsDead(stack, context.clock.now()))
        ? leftOut(invocation, stack)
        : undefined,
  };
}

/** A run that switches the channel to a key made before replaces it as well. */
function taken(renewed: readonly AccessKeyKind[], switched: boolean): readonly AccessKeyKind[] {
  return switched && !renewed.includes("encoderKey") ? ["encoderKey", ...renewed] : renewed;
}

/** Writes down which keys are to be replaced, so that a run after a crash replaces those that this one did not come to. */
async function oweKeys({ store, imported }: Stack, kinds: readonly AccessKeyKind[]): Promise<void> {
  for (const kind of kinds) {
    const done = store.current().resources[kind]?.done ?? [];
    if (imported[kind] !== undefined || done.includes(OWED)) continue;
    await store.patch(kind, { done: [...done, OWED] });
  }
}

/** Does a key wait in the parameter for the channel's next start? MediaLive reads it then, or so we assume. */
function pendingStart({ scope, secrets }: Stack, isLeftOut: boolean): boolean {
  return !isLeftOut && scope().rows.parameter !== undefined && isReplacing(secrets, "encoderKey");
}

/** Stops and starts the channel as one remembered step: a run that is killed in between owes the start. */
async function restartChannel(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
): Promise<void> {
  const { rows } = stack.scope();
  await stack.store.patch("channel", {
    status: "updating",
    done: withRestart(rows.channel?.done),
  });
  const resources = stack.resources.filter(({ kind }) => kind === "channel");
  const observed = await observeAll(resources, stack.scope(), invocation.context.signal);
  const plan: Plan = planStack(resources, stack.scope(), observed);
  await apply(invocation, stack, plan, progress);
}

/** Forgets the keys before this rotation, except one that the running channel still writes with; what can be is revoked. */
async function forgetOld(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
  { encoderWaits, cacheIsGone }: { readonly encoderWaits: boolean; readonly cacheIsGone: boolean },
): Promise<void> {
  for (const kind of ["playerKey", "encoderKey"] as const) {
    const old = stack.secrets.get(PREVIOUS[kind]);
    if (old === undefined) continue;
    if (kind === "encoderKey" && encoderWaits) {
      // With the key in the URL the rotation is not finished; in the parameter it is, but for the start.
      if (stack.scope().rows.parameter === undefined) continue;
      const done = stack.scope().rows.encoderKey?.done ?? [];
      await stack.store.patch(kind, {
        done: [...done.filter((step) => step !== SETTLED), SETTLED],
      });
      continue;
    }
    await retireKey(stack, kind, invocation, progress, cacheIsGone);
  }
}

function oldIsDead({ secrets }: Stack, now: number): boolean {
  const old = secrets.get(PREVIOUS.encoderKey);
  return old !== undefined && isExpired(old, now);
}

function leftOut(
  { flags }: Invocation,
  { spec }: Stack,
): { readonly message: string; readonly hint: string } {
  const again = nextCommand("rotate-keys --allow-interruption --yes", spec.name, flags);
  return {
    message:
      "Everything is done but one thing: the running channel still writes with its old key, and it must stop to get the new one. The old key is kept until then.",
    hint: `When a gap does no harm: ${again}`,
  };
}
