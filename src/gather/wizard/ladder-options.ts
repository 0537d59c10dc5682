import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import type { Option } from "../../terminal/ask.ts";
import { type LadderLook, renderLadder } from "../../terminal/ladder-table.ts";
import { wrappedAt } from "../../terminal/wrapped.ts";

/**
 * The ladders to choose from, each with its table: renditions, segment sizes as bars, and the totals against the account's
 * limits. A preset that the other settings forbid shows why. Pure.
 */
export function ladderOptions(
  question: Question,
  input: ResolveInput,
  look: LadderLook,
): readonly Option<unknown>[] {
  return (question.choices ?? []).map(({ value, label, why }) => ({
    value,
    label,
    description: [look.style.cyan(`  ${why}`), tableOf({ question, value, input, look })]
      .filter((part) => part !== undefined)
      .join("\n"),
  }));
}

function tableOf({
  question,
  value,
  input,
  look,
}: {
  readonly question: Question;
  readonly value: unknown;
  readonly input: ResolveInput;
  readonly look: LadderLook;
}): string | undefined {
  if (question.leadsTo?.[String(value)] !== undefined) return undefined;
  const judged = judgeAnswer(question, value, input);
  if (!judged.ok) return look.style.red(wrappedAt(judged.message, look.columns, "  "));
  const { draft } = settingsSoFar({ ...input, answers: judged.answers });
  return renderLadder(draft, look);
}
