import type { EventRunMs } from "../event-length.ts";
import type { Config } from "../../config/schema/schema.ts";
import type { ReportedLimits } from "../../config/limits/limit-model.ts";
import type { Question } from "../../config/fields/question.ts";
import { QUESTIONS } from "../../config/fields/questions.ts";
import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import { getAt, isDeepEqual } from "../../config/resolve/tree.ts";
import type { Invocation } from "../../cli/command.ts";
import type { FoundKey } from "../../services/momento/found-key.ts";

/** What the wizard knows before the first question, and never changes. */
export type WizardContext = {
  readonly invocation: Invocation;
  readonly isRehearsal: boolean;
  /** Are both keys of the origin brought, or there? Then a key for one cache will do. */
  readonly needsNoAccount: boolean;
  /** Flags, environment, file and defaults; the answers come on top. */
  readonly given: Omit<ResolveInput, "answers">;
  /** `all`: every question that nobody answered yet. `missing`: only what has no default. */
  readonly scope: "all" | "missing";
};

/** What has been answered so far. Every step makes a new one. */
export type WizardState = {
  readonly answers: Config;
  /** Keys of the questions that need not be asked any more. */
  readonly settled: ReadonlySet<string>;
  readonly momentoKey: FoundKey | undefined;
  /** Bare cell host of the key, where it is known. */
  readonly cell: string | undefined;
  /** What the account reports about itself; undefined while nobody could ask it. */
  readonly limits: ReportedLimits | undefined;
  /** How long the channel is to run; undefined while nobody has said. */
  readonly eventMs: EventRunMs | undefined;
  /** ARN of a role that the account has for MediaLive; undefined when there is none to offer. */
  readonly roleFound: string | undefined;
};

/** Asked only where the account has a role to offer. */
const ROLE = "roleArn";

/** Everything so far as the Spec's own functions take it. */
export function inputSoFar({ given }: WizardContext, { answers }: WizardState): ResolveInput {
  return { ...given, answers };
}

/** The questions that make sense with the answers so far, in their order. */
export function applicableQuestions(
  wizard: WizardContext,
  state: WizardState,
): readonly Question[] {
  const { config } = settingsSoFar(inputSoFar(wizard, state));
  const offersRole = state.roleFound !== undefined || config.channel?.roleArn !== undefined;
  return QUESTIONS.filter(
    ({ key, asked, when, path }) =>
      (asked === "walk" || (key === ROLE && offersRole)) &&
      (when?.(config) ?? true) &&
      belongs(path, wizard.given.parts),
  );
}

/** Is the input the one that the sandbox suggests? */
export function usesTestPattern(wizard: WizardContext, state: WizardState): boolean {
  const input = settingsSoFar(inputSoFar(wizard, state)).config.channel?.input;
  return wizard.isRehearsal && isDeepEqual(input, suggestedInput(wizard));
}

/** What the place suggests as input, in the form of the file. */
export function suggestedInput({ given }: WizardContext): unknown {
  return getAt(given.defaults, "channel.input");
}

/** The question with a key. An unknown key is a bug and throws. */
export function questionAt(key: string): Question {
  const found = QUESTIONS.find((question) => question.key === key);
  if (found === undefined) throw new Error(`no question is called ${key}`);
  return found;
}

/** The same state with a question settled, and with new answers where they are given. */
export function settledWith(state: WizardState, key: string, answers?: Config): WizardState {
  return {
    ...state,
    answers: answers ?? state.answers,
    settled: new Set([...state.settled, key]),
  };
}

function belongs(path: string, parts: ResolveInput["parts"]): boolean {
  const [part = ""] = path.split(".");
  return part === "region" || parts.some((wanted) => wanted === part);
}
