import { isConverged, type Plan } from "../engine/plan.ts";
import type { StoredKey } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { declined, requireYes } from "../require-yes.ts";
import { isRevocable } from "../../services/momento/stack-keys.ts";
import type { PreparedRotation } from "./prepare-rotation.ts";

const WHY_NEW_CACHE =
  "A v1 key cannot be revoked by anybody, Momento included: it opens its one cache by name until it expires. So the stack moves to a cache of another name, and the old cache is deleted";

const NO_NEED =
  "The keys of this stack can be revoked, so a leaked one needs no other cache: rotate-keys alone revokes it. The stack moves all the same";

/**
 * Gets the yes to a rotation and returns the part of the plan that may be carried out. What would interrupt the running
 * channel is left out without consent, all else is done; a move to another cache is all or nothing. Throws DECLINED.
 */
export async function consentToRotation(
  host: Host,
  { plan, move, stack }: PreparedRotation,
): Promise<Plan> {
  const note = (level: "info" | "warning", message: string): void =>
    host.emit({ type: "note", level, code: "CACHE_MOVES", message });
  if (move !== undefined) {
    const ends = lastDay(stack);
    const when = (word: string, never = ""): string =>
      ends === undefined ? never : `${word} ${ends}`;
    const canBeRevoked = keysOf(stack).every(isRevocable);
    note("info", `${canBeRevoked ? NO_NEED : WHY_NEW_CACHE}: ${move.from} → ${move.to}.`);
    if (canBeRevoked && !move.removesOld)
      note("warning", `The cache ${move.from} was not made by this stack, so it is not deleted.`);
    if (!canBeRevoked)
      note(
        "warning",
        move.removesOld
          ? `Never make a cache called ${move.from} again${when(" before")}: the leaked key would open it.`
          : `The cache ${move.from} was not made by this stack, so it is not deleted: let its owner delete it or ask Momento (support@momentohq.com), or the leaked key keeps opening it${when(" until", " for ever")}.`,
      );
  }
  const interrupts = plan.steps.some((step) => step.interrupts);
  const isOptional = move === undefined;
  const goesOn = !interrupts || (await host.decide({ about: "stop-for-rotation", isOptional }));
  if (!goesOn && !isOptional) throw declined();
  const allowed = goesOn ? plan : { ...plan, steps: plan.steps.filter((step) => !step.interrupts) };
  if ((interrupts && goesOn) || isConverged(allowed)) return allowed;
  await requireYes(host, { about: "rotation" });
  return allowed;
}

function keysOf({ secrets }: PreparedRotation["stack"]): readonly StoredKey[] {
  return (["encoderKey", "playerKey", "previousEncoderKey", "previousPlayerKey"] as const)
    .map((slot) => secrets.get(slot))
    .filter((key) => key !== undefined);
}

/** The day on which the last of its keys expires; undefined when one of them never does. */
function lastDay(stack: PreparedRotation["stack"]): string | undefined {
  const ends = keysOf(stack).map(({ expiresAt }) => expiresAt);
  if (ends.length === 0 || ends.includes(0)) return undefined;
  return new Date(Math.max(...ends) * 1000).toISOString().slice(0, 10);
}
