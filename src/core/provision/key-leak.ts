import type { Plan } from "../engine/plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Would viewers get the encoder's key once this plan is applied? With the origin's master and the key in the channel's URL
 * they do, whichever of the two the plan changes.
 */
export function wouldLeak(
  plan: Plan,
  { spec, planContext }: Pick<Stack, "spec" | "planContext">,
): boolean {
  const { resources } = planContext();
  const touches = (kind: string): boolean => plan.steps.some(({ resource }) => resource === kind);
  const keyInUrl =
    touches("channel") || resources.channel === undefined
      ? spec.channel.encoderAuth === "url-token"
      : resources.parameter === undefined;
  if (touches("distribution")) return keyInUrl && spec.cdn.masterPlaylist === "origin";
  const unguarded = resources.distribution !== undefined && resources.function === undefined;
  return touches("channel") && keyInUrl && unguarded;
}
