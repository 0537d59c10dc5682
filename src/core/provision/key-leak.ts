import type { Plan } from "../engine/plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Would viewers get the encoder's key once this plan is applied? With the origin's master and the key in the channel's URL
 * they do, whichever of the two the plan changes. Pure.
 */
export function wouldLeak(plan: Plan, { spec, scope }: Pick<Stack, "spec" | "scope">): boolean {
  const { rows } = scope();
  const touches = (kind: string): boolean => plan.steps.some(({ resource }) => resource === kind);
  const keyInUrl =
    touches("channel") || rows.channel === undefined
      ? spec.channel.encoderAuth === "url-token"
      : rows.parameter === undefined;
  if (touches("distribution")) return keyInUrl && spec.cdn.masterPlaylist === "origin";
  const unguarded = rows.distribution !== undefined && rows.function === undefined;
  return touches("channel") && keyInUrl && unguarded;
}
