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
  type WizardContext,
  type WizardState,
} from "./wizard-state.ts";

/**
 * Asks every open question in order, up to (not including) the one called `before`. What was given by flag, environment or
 * file is echoed instead. Rejects when the person leaves.
 */
export async function walk(
  wizard: WizardContext,
  start: WizardState,
  before?: string,
): Promise<WizardState> {
  let state = start;
  for (;;) {
    const open = nextQuestion(wizard, state);
    if (open === undefined || open.key === before) return state;
    state = isAnswered(open, wizard, state)
      ? settledWith(echo(open, wizard, state), open.key)
      : await askQuestion(open, wizard, state);
  }
}

/** The first question that nobody answered yet. */
function nextQuestion(wizard: WizardContext, state: WizardState): Question | undefined {
  return applicableQuestions(wizard, state).find(
    (question) => !state.settled.has(question.key) && isWanted(question, wizard, state),
  );
}

function isWanted(question: Question, wizard: WizardContext, state: WizardState): boolean {
  return wizard.scope === "all" || isMissing(question, wizard, state);
}

function isMissing({ path }: Question, wizard: WizardContext, state: WizardState): boolean {
  const resolution = resolveSpec(inputSoFar(wizard, state));
  return !resolution.ok && resolution.missing.some((missing) => overlap(missing.path, path));
}

/** A rehearsal's region is its sandbox's; everything else counts as answered only when somebody says it now. */
function isAnswered(question: Question, wizard: WizardContext, state: WizardState): boolean {
  if (wizard.isRehearsal && question.key === "region") return true;
  const source = givenSettings(inputSoFar(wizard, state)).get(question.path)?.source;
  return source === "flag" || source === "environment" || source === "file";
}

function echo(question: Question, wizard: WizardContext, state: WizardState): WizardState {
  const { output, context } = wizard.invocation;
  const input = inputSoFar(wizard, state);
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
