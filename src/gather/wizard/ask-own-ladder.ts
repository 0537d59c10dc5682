import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import type { RungEntry } from "../../config/schema/schema.ts";
import { renderLadder } from "../../terminal/ladder-table.ts";
import { rungText } from "../../config/ladder/rung-text.ts";
import { askRung } from "./ask-rung.ts";
import { inputSoFar, type WizardContext, type WizardState } from "./wizard-state.ts";

/** Asks for a ladder rung by rung until there are enough, showing the table and the flags that say the same as it grows. */
export async function askOwnLadder(
  question: Question,
  wizard: WizardContext,
  state: WizardState,
): Promise<WizardState> {
  const { context, output } = wizard.invocation;
  const input = inputSoFar(wizard, state);
  const rungs: RungEntry[] = [];
  for (;;) {
    const rung = await askRung(context, { question, rungs, input });
    if (rung !== undefined) rungs.push(rung);
    const judged = judgeAnswer(question, rungs.map(rungText), input);
    if (!judged.ok) throw new Error(`a rung was taken that is none: ${judged.message}`);
    if (rung === undefined) return { ...state, answers: judged.answers };
    const { draft } = settingsSoFar({ ...input, answers: judged.answers });
    output.line(`  --rung ${rungText(rung)}`);
    output.line(
      renderLadder(draft, {
        style: output.errStyle,
        columns: output.errColumns,
        limits: state.limits,
        isRehearsal: wizard.isRehearsal,
      }),
    );
    for (const remark of judged.remarks) output.warn(remark);
  }
}
