import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { fitsAccount, ladderDemand } from "../../config/limits/limits.ts";
import type { ReportedLimits } from "../../config/limits/limit-model.ts";
import type { Draft } from "../../config/resolve/draft.ts";
import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import type { Option } from "../../terminal/ask.ts";
import { type LadderLook, renderLadder } from "../../terminal/ladder-table.ts";

/**
 * The ladders to choose from, each with its table: renditions, segment sizes as bars, and the totals against the account's
 * limits; once these are known, each preset is marked. A preset that the other settings forbid shows why.
 */
export function ladderOptions(
  question: Question,
  input: ResolveInput,
  look: Omit<LadderLook, "columns">,
): readonly Option<unknown>[] {
  return (question.choices ?? []).map(({ value, label, why }) => {
    const reason = look.style.cyan(why);
    if (question.leadsTo?.[String(value)] !== undefined)
      return { value, label, description: reason };
    const judged = judgeAnswer(question, value, input);
    if (!judged.ok) {
      const problem = look.style.red(judged.message);
      return { value, label, description: `${reason}\n${problem}` };
    }
    const { draft } = settingsSoFar({ ...input, answers: judged.answers });
    return {
      value,
      label: `${label}${mark(draft, look.limits)}`,
      description: reason,
      table: (columns) => renderLadder(draft, { ...look, columns }),
    };
  });
}

/** Whether a ladder fits the account, once that has told its limits. */
function mark(draft: Draft, limits: ReportedLimits | undefined): string {
  if (limits === undefined) return "";
  return fitsAccount(ladderDemand(draft), limits)
    ? ", fits your account"
    : ", too much for your account";
}
