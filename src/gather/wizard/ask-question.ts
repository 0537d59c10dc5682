import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import { type Config, configSchema } from "../../config/schema/schema.ts";
import { askChoice, askSearch, askText, type Option } from "../../terminal/ask.ts";
import { promptStyle } from "../../terminal/prompt-streams.ts";
import { whyNotReachable } from "../local-input.ts";
import { askRole } from "./ask-role.ts";
import { askOwnLadder } from "./ask-own-ladder.ts";
import { suggestedCidrs } from "./suggest-cidrs.ts";
import { completed, typingHint } from "./typing-hints.ts";
import { ladderOptions } from "./ladder-options.ts";
import { regionOptions } from "./region-options.ts";
import {
  inputSoFar,
  questionAt,
  suggestedInput,
  settledWith,
  usesTestPattern,
  type WizardContext,
  type WizardState,
} from "./wizard-state.ts";

/** The choice that a rehearsal has on top: the sandbox's own picture, which is its default. */
const TEST_PATTERN = "test-pattern";

/** What each type of input asks for on top; answers to these mean nothing for another type. */
const INPUT_MEMBERS = ["cidrs", "streamName", "url", "address", "port", "inputId"];

/** Asks one question, judges the answer by the rules of the Spec until it is right, and settles it. Rejects when the person leaves. */
export async function askQuestion(
  question: Question,
  wizard: WizardContext,
  state: WizardState,
): Promise<WizardState> {
  const { context } = wizard.invocation;
  const { message, why } = question;
  if (question.key === "input") return askInput(question, wizard, state);
  if (question.key === "roleArn" && state.roleFound !== undefined)
    return askRole(question, wizard, state);
  const input = inputSoFar(wizard, state);
  if (question.kind === "choice") {
    const options =
      question.key === "ladder"
        ? ladderOptions(question, input, {
            style: promptStyle(context),
            limits: state.limits,
            isRehearsal: wizard.isRehearsal,
          })
        : optionsOf(question);
    const value = await untilAccepted({
      wizard,
      question,
      input,
      choose: () =>
        askChoice(context, { message, why, options, initial: startingPoint(question, input) }),
    });
    if (value.leadsTo === undefined) return settledWith(state, question.key, value.answers);
    return settledWith(await askOwnLadder(questionAt(value.leadsTo), wizard, state), question.key);
  }
  const initial =
    question.key === "cidrs" ? await suggestedCidrs(wizard, input) : initialText(question, input);
  const now = context.clock.now();
  const problem = (text: string): string | undefined => {
    const judged = judgeAnswer(question, text, input);
    if (!judged.ok) return judged.message;
    const isPlace = question.key === "url" || question.key === "address";
    return isPlace && !wizard.isRehearsal ? whyNotReachable(text.trim()) : undefined;
  };
  const { cell } = state;
  const raw =
    question.key === "region"
      ? await askSearch(context, {
          message,
          why,
          initial,
          find: (text) => regionOptions(question, text, { input, initial, cell }),
          problem: (text) => problem(text) ?? "",
        })
      : await askText(context, {
          message,
          why,
          initial,
          validate: problem,
          hint: (text) =>
            typingHint(question, text === "" ? (initial ?? "") : text, { input, now }),
          complete: (text) => completed(question, text),
        });
  const judged = judgeAnswer(question, raw, input);
  if (!judged.ok) throw new Error(`an answer was taken that is none: ${judged.message}`);
  tell(wizard, judged.remarks);
  return settledWith(state, question.key, judged.answers);
}

async function askInput(
  question: Question,
  wizard: WizardContext,
  state: WizardState,
): Promise<WizardState> {
  const { context } = wizard.invocation;
  const fresh = withoutInput(state);
  const input = inputSoFar(wizard, fresh);
  const own: readonly Option<unknown>[] = wizard.isRehearsal
    ? [
        {
          value: TEST_PATTERN,
          label: "the sandbox's own test pattern",
          description: "colour bars with a clock; nothing to install or to send",
        },
      ]
    : [];
  const options = [...own, ...optionsOf(question)];
  const before = settingsSoFar(inputSoFar(wizard, state)).config.channel?.input?.type;
  const initial = usesTestPattern(wizard, state) ? TEST_PATTERN : before;
  const { message, why } = question;
  const value = await askChoice(context, { message, why, options, initial });
  if (value === TEST_PATTERN)
    return settledWith(settledWith(withTestPattern(wizard, fresh), question.key), "url");
  const judged = judgeAnswer(question, value, input);
  if (!judged.ok) {
    wizard.invocation.output.warn(judged.message);
    return askInput(question, wizard, state);
  }
  return settledWith(fresh, question.key, judged.answers);
}

type Accepted =
  | { readonly answers: Config; readonly leadsTo?: undefined }
  | { readonly leadsTo: string };

/** A choice can break a rule between settings; then it is told why, and asked again. */
async function untilAccepted({
  wizard,
  question,
  input,
  choose,
}: {
  readonly wizard: WizardContext;
  readonly question: Question;
  readonly input: ResolveInput;
  readonly choose: () => Promise<unknown>;
}): Promise<Accepted> {
  for (;;) {
    const value = await choose();
    const leadsTo = question.leadsTo?.[String(value)];
    if (leadsTo !== undefined) return { leadsTo };
    const judged = judgeAnswer(question, value, input);
    if (judged.ok) {
      tell(wizard, judged.remarks);
      return { answers: judged.answers };
    }
    wizard.invocation.output.warn(judged.message);
  }
}

function tell({ invocation: { output } }: WizardContext, remarks: readonly string[]): void {
  for (const remark of remarks) output.warn(remark);
}

function optionsOf({ choices = [] }: Question): readonly Option<unknown>[] {
  return choices.map(({ value, label, why }) => ({ value, label, description: why }));
}

function startingPoint(question: Question, input: ResolveInput): unknown {
  return question.default?.(settingsSoFar(input).config);
}

function initialText(question: Question, input: ResolveInput): string | undefined {
  const value = startingPoint(question, input);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** The sandbox's own input: the default of a stack that is made, an answer for one that has another. */
function withTestPattern(wizard: WizardContext, fresh: WizardState): WizardState {
  if (usesTestPattern(wizard, fresh)) return fresh;
  const channel = { ...fresh.answers.channel, input: suggestedInput(wizard) };
  return { ...fresh, answers: configSchema.parse({ ...fresh.answers, channel }) };
}

/** Another input may need other members: what was answered for the last one is asked again. */
function withoutInput(state: WizardState): WizardState {
  const { channel, ...others } = state.answers;
  const { input: _, ...kept } = channel ?? {};
  return {
    ...state,
    answers: { ...others, ...(Object.keys(kept).length === 0 ? {} : { channel: kept }) },
    settled: new Set([...state.settled].filter((key) => !INPUT_MEMBERS.includes(key))),
  };
}
