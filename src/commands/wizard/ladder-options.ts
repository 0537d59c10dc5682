import type { ReportedLimits } from "../../spec/limits.ts";
import { judgeAnswer } from "../../spec/answer.ts";
import type { Question } from "../../spec/question.ts";
import { type ResolveInput, settingsSoFar } from "../../spec/resolve.ts";
import type { Option } from "../../terminal/ask.ts";
import { renderLadder } from "../../terminal/ladder-table.ts";
import type { Style } from "../../terminal/style.ts";

/**
 * The ladders to choose from, each with its table: renditions, segment sizes as bars, and the totals against the account's
 * limits. A preset that the other settings forbid shows why. Pure.
 */
export function ladderOptions(
  question: Question,
  input: ResolveInput,
  style: Style,
  limits: ReportedLimits | undefined,
): readonly Option<unknown>[] {
  return (question.choices ?? []).map(({ value, label, why }) => ({
    value,
    label,
    description: [style.cyan(`  ${why}`), tableOf(question, value, input, style, limits)]
      .filter((part) => part !== undefined)
      .join("\n"),
  }));
}

function tableOf(
  question: Question,
  value: unknown,
  input: ResolveInput,
  style: Style,
  limits: ReportedLimits | undefined,
): string | undefined {
  if (question.leadsTo?.[String(value)] !== undefined) return undefined;
  const judged = judgeAnswer(question, value, input);
  if (!judged.ok) return style.red(`  ${judged.message}`);
  const { draft } = settingsSoFar({ ...input, answers: judged.answers });
  return renderLadder(draft, style, limits);
}
