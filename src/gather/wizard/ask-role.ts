import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { askChoice, type Option } from "../../terminal/ask.ts";
import { inputSoFar, settledWith, type WizardContext, type WizardState } from "./wizard-state.ts";

/** Offers the role that the account has already; one of our own unless it is chosen. Rejects when the person leaves. */
export async function askRole(
  question: Question,
  wizard: WizardContext,
  state: WizardState,
): Promise<WizardState> {
  const { context } = wizard.invocation;
  const { message, why } = question;
  const { roleFound } = state;
  const options: readonly Option<string | undefined>[] = [
    {
      value: undefined,
      label: "one of its own",
      description: "Made for this stack with no more rights than it needs, and removed with it.",
    },
    {
      value: roleFound,
      label: `the one you have: ${roleFound?.split("/").at(-1) ?? ""}`,
      description: `${roleFound ?? ""}: used as it is, never changed or deleted.`,
    },
  ];
  const fresh = withoutRole(state);
  const arn = await askChoice(context, {
    message,
    why,
    options,
    initial: state.answers.channel?.roleArn,
  });
  if (arn === undefined) return settledWith(fresh, question.key);
  const judged = judgeAnswer(question, arn, inputSoFar(wizard, fresh));
  if (!judged.ok) throw new Error(`an invalid role was offered: ${judged.message}`);
  return settledWith(fresh, question.key, judged.answers);
}

function withoutRole(state: WizardState): WizardState {
  const { channel, ...others } = state.answers;
  const { roleArn: _, ...kept } = channel ?? {};
  const answers = { ...others, ...(Object.keys(kept).length === 0 ? {} : { channel: kept }) };
  return { ...state, answers };
}
