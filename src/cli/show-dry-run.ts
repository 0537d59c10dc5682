import type { Plan } from "../core/engine/plan.ts";
import { neededConsents } from "../core/provision/consent.ts";
import { leakConsent } from "../core/provision/key-leak.ts";
import { planDocument } from "../core/provision/plan-document.ts";
import type { Stack } from "../core/stack/open-stack.ts";
import { renderDryRun } from "../terminal/plan-view.ts";
import type { Invocation } from "./command.ts";

/** Shows a plan that is not carried out: what it does, what of the file it undoes, and which consents it would want. */
export function showDryRun(
  { flags, output }: Invocation,
  stack: Pick<Stack, "spec" | "target" | "memory" | "scope">,
  plan: Plan,
): void {
  const removed = stack.memory?.removed ?? [];
  const consents = [...leakConsent(flags, plan, stack), ...neededConsents(flags, plan)];
  output.result(
    planDocument(stack.spec.name, stack.target, { ...plan, removed, consents }),
    renderDryRun(
      { ...plan, removed, consents },
      { style: output.outStyle, columns: output.outColumns },
    ),
  );
}
