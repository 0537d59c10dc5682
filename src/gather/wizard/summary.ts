import { durationMs, stopAfterMs } from "../../config/text/duration.ts";
import { resolveSpec, settingsSoFar } from "../../config/resolve/resolve.ts";
import { priceStack } from "../../core/price/price-stack.ts";
import { eventSentence, hourSentence, shortSource } from "../../terminal/price-words.ts";
import { eventWords } from "../event-length.ts";
import { readPrices } from "../price-file.ts";
import type { Question } from "../../config/fields/question.ts";
import { askChoice, type Option } from "../../terminal/ask.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import { answerWords, givenBy, questionTitle } from "./answer-text.ts";
import {
  applicableQuestions,
  inputSoFar,
  usesTestPattern,
  type WizardContext,
  type WizardState,
} from "./wizard-state.ts";

/** What the person wants after reading the summary: to go on, or to change the length of the event or an answer. */
type SummaryChoice = "go" | "length" | Question;

/** Shows every answer in one list; pointing at one goes back to it. Rejects when the person leaves. */
export async function askSummary(
  wizard: WizardContext,
  state: WizardState,
): Promise<SummaryChoice> {
  const { context } = wizard.invocation;
  return askChoice<SummaryChoice>(context, {
    message: PROMPTS.summary(),
    answered: "Your answers:",
    options: [
      {
        value: "go",
        label: "Go on: show the plan",
        short: "go on",
        description: [
          "Nothing is made before you say yes to the plan.",
          ...(await costSoFar(wizard, state)),
        ].join(" "),
      },
      ...answerOptions(wizard, state),
    ],
  });
}

/** What an hour of these answers costs by the user's prices and the program's table: the plan asks AWS as well. */
async function costSoFar(wizard: WizardContext, state: WizardState): Promise<readonly string[]> {
  const { invocation, isRehearsal } = wizard;
  const resolution = resolveSpec(inputSoFar(wizard, state));
  if (!resolution.ok) return [];
  const { spec } = resolution;
  const file = invocation.typed["prices"];
  const prices = await readPrices({
    context: invocation.context,
    flags: { prices: typeof file === "string" ? file : undefined },
  });
  const eventMs = givenRunMs(wizard, state) ?? state.eventMs;
  const price = await priceStack(
    invocation.context,
    { spec, clients: undefined, prices },
    { isRehearsal, eventSeconds: typeof eventMs === "number" ? eventMs / 1000 : undefined },
  );
  return [hourSentence(price), ...eventSentence(price), `(${shortSource(price)})`];
}

/** How long the channel is to run where `--for` or `channel.stopAfter` says so, milliseconds. */
export function givenRunMs(wizard: WizardContext, state: WizardState): number | undefined {
  const typed = wizard.invocation.typed["for"];
  const { channel } = settingsSoFar(inputSoFar(wizard, state)).config;
  return typeof typed === "string" ? durationMs(typed) : stopAfterMs(channel ?? {});
}

function answerOptions(
  wizard: WizardContext,
  state: WizardState,
): readonly Option<SummaryChoice>[] {
  const { context } = wizard.invocation;
  const input = inputSoFar(wizard, state);
  const questions = applicableQuestions(wizard, state).filter(({ key }) =>
    isShown(key, wizard, state),
  );
  const width = Math.max(...questions.map((question) => questionTitle(question).length));
  const length: Option<SummaryChoice> = {
    value: "length",
    label: `${"Event".padEnd(width)}  ${eventWords(state.eventMs)}`,
    short: "change Event",
    description: "How long the event lasts: AWS can stop the channel by itself after it.",
  };
  const answers = questions.map((question): Option<SummaryChoice> => {
    const words =
      usesTestPattern(wizard, state) && question.key === "input"
        ? "the sandbox's own test pattern"
        : answerWords(question, input, context.clock.now());
    const by = givenBy(question, input);
    const label = `${questionTitle(question).padEnd(width)}  ${words}`;
    return {
      value: question,
      label,
      short: `change ${questionTitle(question)}`,
      description: `${question.why}${by === undefined ? "" : ` (${by})`}`,
    };
  });
  return givenRunMs(wizard, state) === undefined ? [...answers, length] : answers;
}

function isShown(key: string, wizard: WizardContext, state: WizardState): boolean {
  if (wizard.isRehearsal && key === "region") return false;
  return !(key === "url" && usesTestPattern(wizard, state));
}
