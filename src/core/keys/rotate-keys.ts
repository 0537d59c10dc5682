import { isConverged, observeAll, planStack, type Plan } from "../engine/plan.ts";
import { withRestart } from "../../services/medialive/while-stopped.ts";
import { isExpired } from "../../services/momento/interrupted-key.ts";
import { PREVIOUS, type AccessKeyKind } from "../../services/momento/key-roles.ts";
import type { Host } from "../host.ts";
import { consentToRotation } from "./consent-to-rotation.ts";
import type { PreparedRotation } from "./prepare-rotation.ts";
import { applyToStack } from "../stack/apply-to-stack.ts";
import type { CacheMove } from "./move-cache.ts";
import { retireKey } from "./retire-keys.ts";
import { isReplacing, REPLACEMENT_PENDING, AWAITS_START } from "./rotation-plan.ts";
import { checkKeysAtEdge } from "./check-keys-at-edge.ts";
import type { Stack } from "../stack/stack.ts";
import { tryImportedKeys } from "../provision/try-imported-keys.ts";
import { waitDeployedEverywhere } from "../provision/wait-deployed.ts";

/** How a rotation ended. */
export type RotationOutcome = {
  /** Made by this run, or made before and put to use by it. */
  readonly renewed: readonly AccessKeyKind[];
  /** False when the new keys could not be seen working; null when there was nothing to look at. */
  readonly seenWorking: boolean | null;
  /** The encoder's new key takes effect when the channel starts next. */
  readonly atNextStart: boolean;
  /** It was looked for after a move; false too where it was never this stack's to delete. */
  readonly oldCacheIsDeleted: boolean;
  /** What was left undone, because it would have interrupted the show. */
  readonly leftOut: { readonly message: string; readonly hint: string } | undefined;
};

/**
 * Carries a rotation out: the new keys are stored and tried, then put where they are used, and the old ones are forgotten
 * once the new ones were seen working through the edge. A running channel is touched only with consent. Throws
 * INPUT_NEEDED, DECLINED, and what the steps failed with; run again to go on.
 */
export async function rotateKeys(
  host: Host,
  { prepared }: { readonly prepared: PreparedRotation },
): Promise<RotationOutcome> {
  const { stack, rotation, move, isRunning } = prepared;
  const pending = isReplacing(stack.secrets, "encoderKey");
  if (isConverged(prepared.plan) && rotation.unfinished.length === 0 && !pending) {
    host.emit({
      type: "note",
      level: "info",
      code: "NO_KEY_TO_REPLACE",
      message: "No key needs to be replaced.",
    });
    return {
      renewed: [],
      seenWorking: null,
      atNextStart: false,
      oldCacheIsDeleted: false,
      leftOut: undefined,
    };
  }
  if (move === undefined) await tryImportedKeys(host, stack);
  host.emit({
    type: "planned",
    plan: prepared.plan,
    isRehearsal: stack.target.kind === "sandbox",
    removed: [],
  });
  const plan = await consentToRotation(host, prepared);
  if (move !== undefined) await stack.store.patch("cache", move.recorded);
  await markPending(stack, rotation.renew);
  await applyToStack(host, stack, plan);
  await waitDeployedEverywhere(host, stack);

  const isLeftOut = plan.steps.length < prepared.plan.steps.length;
  const waits = isRunning && pendingStart(stack, isLeftOut);
  const restarts =
    waits &&
    (await host.decide({
      about: "restart-for-rotation",
      left: {
        message:
          "The keys are replaced; the running channel takes the new one when it starts next.",
        hint: `Finish with: ${host.commandLine}`,
      },
    }));
  if (restarts) await restartChannel(host, stack);
  const seenWorking = await checkKeysAtEdge(host, stack);
  const atNextStart = waits && !restarts;
  const oldCacheIsDeleted =
    move?.removesOld === true && !isLeftOut && !(await isThere(host, stack, move));
  if (seenWorking !== false)
    await forgetOld(host, stack, {
      encoderWaits: isLeftOut || atNextStart,
      cacheIsGone: oldCacheIsDeleted,
    });
  return {
    renewed: renewedKinds(rotation.renew, pending && !isLeftOut && !atNextStart),
    seenWorking,
    atNextStart,
    oldCacheIsDeleted,
    leftOut:
      isLeftOut || (atNextStart && oldIsDead(stack, host.clock.now()))
        ? leftOut(host, stack)
        : undefined,
  };
}

/** Was the old cache kept after all, because somebody else may write to it? */
async function isThere(
  { signal }: Host,
  { clients }: Stack,
  { from }: CacheMove,
): Promise<boolean> {
  return (await clients.momento()).cacheExists(from, { signal });
}

/** A run that switches the channel to a key made before replaces it as well. */
function renewedKinds(
  renewed: readonly AccessKeyKind[],
  switched: boolean,
): readonly AccessKeyKind[] {
  return switched && !renewed.includes("encoderKey") ? ["encoderKey", ...renewed] : renewed;
}

/** Writes down which keys are to be replaced, so that a run after a crash replaces those that this one did not come to. */
async function markPending(
  { store, imported }: Stack,
  kinds: readonly AccessKeyKind[],
): Promise<void> {
  for (const kind of kinds) {
    const done = store.current().resources[kind]?.done ?? [];
    if (imported[kind] !== undefined || done.includes(REPLACEMENT_PENDING)) continue;
    await store.patch(kind, { done: [...done, REPLACEMENT_PENDING] });
  }
}

/** Does a key wait in the parameter for the channel's next start? MediaLive reads it then, or so we assume. */
function pendingStart({ planContext, secrets }: Stack, isLeftOut: boolean): boolean {
  return (
    !isLeftOut &&
    planContext().resources.parameter !== undefined &&
    isReplacing(secrets, "encoderKey")
  );
}

/** Stops and starts the channel as one remembered step: a run that is killed in between is followed by one that starts it. */
async function restartChannel(host: Host, stack: Stack): Promise<void> {
  const { resources: states } = stack.planContext();
  await stack.store.patch("channel", {
    status: "updating",
    done: withRestart(states.channel?.done),
  });
  const resources = stack.resources.filter(({ kind }) => kind === "channel");
  const observed = await observeAll(resources, stack.planContext(), host.signal);
  const plan: Plan = planStack(resources, stack.planContext(), observed);
  await applyToStack(host, stack, plan);
}

/** Forgets the keys before this rotation, except one that the running channel still writes with; what can be is revoked. */
async function forgetOld(
  host: Host,
  stack: Stack,
  { encoderWaits, cacheIsGone }: { readonly encoderWaits: boolean; readonly cacheIsGone: boolean },
): Promise<void> {
  for (const kind of ["playerKey", "encoderKey"] as const) {
    const old = stack.secrets.get(PREVIOUS[kind]);
    if (old === undefined) continue;
    if (kind === "encoderKey" && encoderWaits) {
      // With the key in the URL the rotation is not finished; in the parameter it is, but for the start.
      if (stack.planContext().resources.parameter === undefined) continue;
      const done = stack.planContext().resources.encoderKey?.done ?? [];
      await stack.store.patch(kind, {
        done: [...done.filter((step) => step !== AWAITS_START), AWAITS_START],
      });
      continue;
    }
    await retireKey(host, stack, { kind, cacheIsGone });
  }
}

function oldIsDead({ secrets }: Stack, now: number): boolean {
  const old = secrets.get(PREVIOUS.encoderKey);
  return old !== undefined && isExpired(old, now);
}

function leftOut(host: Host, { spec }: Stack): { readonly message: string; readonly hint: string } {
  const again = host.commandFor("rotate-keys --allow-interruption --yes", spec.name);
  return {
    message:
      "Everything is done but one thing: the running channel still writes with its old key, and it must stop to get the new one. The old key is kept until then.",
    hint: `When a gap does no harm: ${again}`,
  };
}
