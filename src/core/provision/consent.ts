import { isConverged, type Plan } from "../engine/plan.ts";
import { NOT_THERE_YET, type Step } from "../engine/step.ts";
import type { Host } from "../host.ts";
import type { Question } from "../questions.ts";
import { requireYes } from "../require-yes.ts";
import type { Stack } from "../stack/stack.ts";
import { wouldLeak } from "./key-leak.ts";

/** The consents of their own that a plan wants, before the one to the plan. */
export function ownConsents(
  plan: Plan,
  stack: Pick<Stack, "spec" | "planContext">,
): readonly Question[] {
  if (isConverged(plan)) return [];
  return [
    ...(wouldLeak(plan, stack) ? [{ about: "key-leak" } as const] : []),
    ...(replacesInput(plan) ? [{ about: "replace-input" } as const] : []),
    ...(plan.steps.some((step) => step.interrupts)
      ? [{ about: "interruption", plan } as const]
      : []),
  ];
}

/** Gets the yes to a plan, and to what of it wants a yes of its own. Throws DECLINED, and what the host rejects with. */
export async function consentToPlan(host: Host, stack: Stack, plan: Plan): Promise<void> {
  await requireYes(host, ...ownConsents(plan, stack), { about: "plan", plan });
}

/**
 * Does the channel get its video from another input than before? One that is gone from the cloud and made anew replaces
 * nothing.
 */
function replacesInput({ steps }: Plan): boolean {
  const of = (kind: string): Step | undefined => steps.find(({ resource }) => resource === kind);
  const input = of("input");
  if (input?.action === "replace" || input?.action === "delete") return true;
  if (input?.differences.some(({ path }) => path.startsWith("Destinations")) === true) return true;
  const isLost = input?.action === "create" && !input.reasons.includes(NOT_THERE_YET);
  const attached = of("channel")?.differences ?? [];
  return !isLost && attached.some(({ path, from }) => ATTACHED.test(path) && from !== undefined);
}

const ATTACHED = /^InputAttachments\[[^\]]*\](\.InputId)?$/;
