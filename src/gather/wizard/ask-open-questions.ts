import type { Question } from "../../config/fields/question.ts";
import { givenSettings, resolveSpec } from "../../config/resolve/resolve.ts";
import { overlap } from "../../config/resolve/tree.ts";
import { remark } from "../../terminal/wrapped.ts";
import { answerWords, givenBy, questionTitle } from "./answer-text.ts";
import { askQuestion } from "./ask-question.ts";
import {
  applicableQuestions,
  inputSoFar,
  settledWith,
  type WizardRoom,
  type WizardState,
} from "./wizard-state.ts";

/**
 * Asks every open question in order, up to (not including) the one called `before`. What was given by flag, environment or
 * file is echoed instead. Rejects when the person leaves.
 */
export async function walk(
  room: WizardRoom,
  start: WizardState,
  before?: string,
): Promise<WizardState> {
  let state = start;
  for (;;) {
    const open = nextQuestion(room, state);
    if (open === undefined || open.key === before) return state;
    state = isAnswered(open, room, state)
      ? settledWith(echo(open, room, state), open.key)
      : await askQuestion(open, room, state);
  }
}

/** The first question that nobody answered yet. */
function nextQuestion(room: WizardRoom, state: WizardState): Question | undefined {
  return applicableQuestions(room, state).find(
    (question) => !state.settled.has(question.key) && isWanted(question, room, state),
  );
}

function isWanted(question: Question, room: WizardRoom, state: WizardState): boolean {
  return room.scope === "all" || isMissing(question, room, state);
}

function isMissing({ path }: Question, room: WizardRoom, state: WizardState): boolean {
  const resolution = resolveSpec(inputSoFar(room, state));
  return !resolution.ok && resolution.missing.some((missing) => overlap(missing.path, path));
}

/** A rehearsal's region is its sandbox's; everything else counts as answered only when somebody says it now. */
function isAnswered(question: Question, room: WizardRoom, state: WizardState): boolean {
  if (room.isRehearsal && question.key === "region") return true;
  const source = givenSettings(inputSoFar(room, state)).get(question.path)?.source;
  return source === "flag" || source === "environment" || source === "file";
}

function echo(question: Question, room: WizardRoom, state: WizardState): WizardState {
  const { output, context } = room.invocation;
  const input = inputSoFar(room, state);
  const words = answerWords(question, input, context.clock.now());
  const by = givenBy(question, input) ?? "the sandbox's";
  const style = output.errStyle;
  output.line(
    remark(
      style.green("✔"),
      `${style.bold(questionTitle(question))} ${style.cyan(words)} ${style.dim(`(${by})`)}`,
      context.stderr,
    ),
  );
  return state;
}
