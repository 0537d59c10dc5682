import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import { askText } from "../../terminal/ask.ts";
import { renderLadder } from "../../terminal/ladder-table.ts";
import { RUNG_FORM } from "../../config/ladder/rung-text.ts";
import { typingHint } from "./typing-hints.ts";
import { inputSoFar, type WizardRoom, type WizardState } from "./wizard-state.ts";

/** Asks for a ladder rung by rung until an empty answer, showing the table as it grows. */
export async function askOwnLadder(
  question: Question,
  room: WizardRoom,
  state: WizardState,
): Promise<WizardState> {
  const { context, output } = room.invocation;
  const input = inputSoFar(room, state);
  const rungs: string[] = [];
  for (;;) {
    const text = await askText(context, {
      message: `Rung ${rungs.length + 1}${rungs.length === 0 ? "" : " (Enter ends the ladder)"}`,
      why: `${RUNG_FORM}. ${question.why}`,
      validate: (typed) => {
        if (typed === "")
          return rungs.length === 0 ? "A ladder needs at least one rung" : undefined;
        const judged = judgeAnswer(question, [...rungs, typed], input);
        return judged.ok ? undefined : judged.message;
      },
      hint: (typed) =>
        typingHint(question, typed, { input, cell: state.cell, now: context.clock.now() }),
    });
    if (text !== "") rungs.push(text);
    const judged = judgeAnswer(question, rungs, input);
    if (!judged.ok) throw new Error(`a rung was taken that is none: ${judged.message}`);
    if (text === "") return { ...state, answers: judged.answers };
    const { draft } = settingsSoFar({ ...input, answers: judged.answers });
    output.line(
      renderLadder(draft, {
        style: output.errStyle,
        columns: output.errColumns,
        limits: state.limits,
        isRehearsal: room.isRehearsal,
      }),
    );
    for (const remark of judged.remarks) output.warn(remark);
  }
}
