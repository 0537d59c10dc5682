import type { Plan } from "../engine/plan.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { confirm } from "../../terminal/ask.ts";
import { isConverged } from "../../terminal/plan-view.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { inputNeeded } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";

/**
 * Gets the yes to a plan. `--yes` answers only for a plan that interrupts nothing; stopping or changing a running channel
 * wants `--allow-interruption` or a yes of its own. Throws INPUT_NEEDED (exit 4) without a terminal, DECLINED on a no.
 */
export async function consentTo(invocation: Invocation, plan: Plan): Promise<void> {
  if (isConverged(plan)) return;
  const { flags, context } = invocation;
  const interrupts = plan.steps.some((step) => step.interrupts);
  const interactive = isInteractive(invocation);
  if (interrupts && flags["allowInterruption"] !== true) {
    if (!interactive)
      throw inputNeeded([
        {
          flag: "--allow-interruption",
          what: "this plan stops or changes the running channel; viewers would see a gap",
        },
      ]);
    const yes = await confirm(context, {
      message: ASKED.interruption(),
      yes: false,
    });
    if (!yes) throw declined();
    return;
  }
  if (flags["yes"] === true) return;
  if (!interactive) throw inputNeeded([{ flag: "--yes", what: "the yes to the plan" }]);
  if (!(await confirm(context, { message: ASKED.plan(), yes: true }))) throw declined();
}

/** What a no to a question about a plan ends with. */
export function declined(): LiveOriginError {
  return new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was created or changed.",
    hint: "Run the same command again when you are ready; --dry-run shows the plan only.",
    exitCode: EXIT.failed,
  });
}
