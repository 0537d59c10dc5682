import type { Plan } from "../engine/plan.ts";
import type { StoredKey } from "../engine/resource.ts";
import { isRevocable } from "../../services/momento/stack-keys.ts";
import { confirm } from "../../terminal/ask.ts";
import { isConverged } from "../../terminal/plan-view.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { declined } from "../provision/consent.ts";
import { inputNeeded } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";
import type { PreparedRotation } from "./prepare-rotation.ts";

const GAP =
  "Viewers see a gap while the channel stops, is changed and starts: expect 1 to 3 minutes (an estimate; AWS documents no figure)";

const WHY_NEW_CACHE =
  "A v1 key cannot be revoked by anybody, Momento included: it opens its one cache by name until it expires. So the stack moves to a cache of another name, and the old cache is deleted";

const NO_NEED =
  "The keys of this stack can be revoked, so a leaked one needs no other cache: rotate-keys alone revokes it. The stack moves all the same";

/**
 * Gets the yes to a rotation and returns the part of the plan that may be carried out. What would interrupt the running
 * channel is left out without consent, all else is done; a move to another cache is all or nothing. Throws INPUT_NEEDED
 * (exit 4), DECLINED.
 */
export async function consentToRotation(
  invocation: Invocation,
  { plan, move, stack }: PreparedRotation,
): Promise<Plan> {
  const { output, flags, context } = invocation;
  if (move !== undefined) {
    const canBeRevoked = keysOf(stack).every(isRevocable);
    output.line(`${canBeRevoked ? NO_NEED : WHY_NEW_CACHE}: ${move.from} → ${move.to}.`);
    if (canBeRevoked && !move.removesOld)
      output.warn(`The cache ${move.from} was not made by this stack, so it is not deleted.`);
    if (!canBeRevoked)
      output.warn(
        move.removesOld
          ? `Never make a cache called ${move.from} again before ${lastDay(stack)}: the leaked key would open it.`
          : `The cache ${move.from} was not made by this stack, so it is not deleted: let its owner delete it or ask Momento (support@momentohq.com), or the leaked key keeps opening it until ${lastDay(stack)}.`,
      );
  }
  const interrupts = plan.steps.some((step) => step.interrupts);
  const goesOn = !interrupts || (await mayInterrupt(invocation, "change"));
  if (!goesOn && move !== undefined) {
    if (isInteractive(invocation)) throw declined();
    throw inputNeeded([
      { flag: "--allow-interruption", what: "moving to another cache stops the running channel" },
    ]);
  }
  const allowed = goesOn ? plan : { ...plan, steps: plan.steps.filter((step) => !step.interrupts) };
  if (flags["yes"] === true || (interrupts && goesOn) || isConverged(allowed)) return allowed;
  if (!(await confirm(context, { message: ASKED.rotation(), yes: true }))) throw declined();
  return allowed;
}

/** May the running channel be stopped? By flag, or by a yes at the terminal; unattended without the flag it may not. */
export async function mayInterrupt(
  invocation: Invocation,
  what: "change" | "restart",
): Promise<boolean> {
  const { output, flags, context } = invocation;
  const text =
    what === "restart"
      ? "The encoder's new key takes effect when the channel starts next, or so we assume: MediaLive reads the parameter then."
      : "The running channel carries the encoder's key in its destination URL, which can be changed only while it is stopped.";
  output.line(`${text} ${GAP}.`);
  if (flags["allowInterruption"] === true) return true;
  if (!isInteractive(invocation)) return false;
  return confirm(context, {
    message: what === "restart" ? ASKED.restartForRotation() : ASKED.stopForRotation(),
    yes: false,
  });
}

function keysOf({ secrets }: PreparedRotation["stack"]): readonly StoredKey[] {
  return (["encoderKey", "playerKey", "previousEncoderKey", "previousPlayerKey"] as const)
    .map((slot) => secrets.get(slot))
    .filter((key) => key !== undefined);
}

function lastDay(stack: PreparedRotation["stack"]): string {
  const ends = keysOf(stack).map(({ expiresAt }) => expiresAt);
  if (ends.length === 0 || ends.includes(0))
    return "the end of days (one of its keys never expires)";
  return new Date(Math.max(...ends) * 1000).toISOString().slice(0, 10);
}
