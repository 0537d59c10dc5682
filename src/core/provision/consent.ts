import { NOT_THERE_YET, type Plan, type Step } from "../engine/plan.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { confirm } from "../../terminal/ask.ts";
import { changeSentence } from "../../terminal/change-words.ts";
import { isConverged } from "../../terminal/plan-view.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Flags, Invocation } from "../../cli/command.ts";
import { inputNeeded, type NeededInput } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";

const REPLACEMENT: NeededInput = {
  flag: "--replace-input",
  what: "this plan replaces the input, or changes where it takes pushes: what is sent to the present one no longer arrives",
};
const INTERRUPTION: NeededInput = {
  flag: "--allow-interruption",
  what: "this plan stops or changes the running channel; viewers would see a gap",
};

/** The consents of their own that a plan wants and that no flag gave. Pure. */
export function neededConsents(flags: Flags, plan: Plan): readonly NeededInput[] {
  const interrupts = plan.steps.some((step) => step.interrupts);
  return [
    ...(replacesInput(plan) && flags["replaceInput"] !== true ? [REPLACEMENT] : []),
    ...(interrupts && flags["allowInterruption"] !== true ? [INTERRUPTION] : []),
  ];
}

/**
 * Gets the yes to a plan. `--yes` answers only for a plan that replaces no input and interrupts nothing; these want
 * `--replace-input` and `--allow-interruption`, or a yes of their own. Throws INPUT_NEEDED (exit 4) without a terminal,
 * DECLINED on a no.
 */
export async function consentTo(invocation: Invocation, plan: Plan): Promise<void> {
  if (isConverged(plan)) return;
  const { flags, context } = invocation;
  const interactive = isInteractive(invocation);
  const needed = neededConsents(flags, plan);
  if (needed.length > 0 && !interactive) throw inputNeeded(needed);
  if (needed.includes(REPLACEMENT)) {
    const yes = await confirm(context, { message: ASKED.replaceInput(), yes: false });
    if (!yes) throw declined();
  }
  if (needed.includes(INTERRUPTION)) {
    if (
      !(await confirm(context, { message: ASKED.interruption(changeSentence(plan)), yes: false }))
    )
      throw declined();
    return;
  }
  if (flags["yes"] === true) return;
  if (!interactive) throw inputNeeded([{ flag: "--yes", what: "the yes to the plan" }]);
  if (!(await confirm(context, { message: ASKED.plan(changeSentence(plan)), yes: true })))
    throw declined();
}

/**
 * Does the channel get its video from another input than before? One that is gone from the cloud and made anew replaces
 * nothing. Pure.
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

/** What a no to a question about a plan ends with. */
export function declined(): LiveOriginError {
  return new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was created or changed.",
    hint: "Run the same command again when you are ready; --dry-run shows the plan only.",
    exitCode: EXIT.failed,
  });
}
