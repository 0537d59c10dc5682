import { askSummary, givenRunMs } from "./summary.ts";
import type { SandboxFile } from "../../rehearsal/sandbox-file.ts";
import type { Invocation } from "../../cli/command.ts";
import type { FoundKey } from "../../services/momento/found-key.ts";
import type { ResolveInput } from "../../config/resolve/resolve.ts";
import { askEventLength } from "../event-length.ts";
import { askQuestion } from "./ask-question.ts";
import { obtainMomentoKey } from "./ask-momento-key.ts";
import { existingRole } from "./find-existing-role.ts";
import { lookAtAws } from "./look-at-aws.ts";
import { knownLimits } from "./find-account-limits.ts";
import { walk } from "./ask-open-questions.ts";
import type { AskedAnswers } from "./transcript.ts";
import type { WizardContext, WizardState } from "./wizard-state.ts";

type WizardOptions = {
  readonly given: Omit<ResolveInput, "answers">;
  readonly isRehearsal: boolean;
  readonly rehearsal: SandboxFile | undefined;
  /** Found without asking; undefined when there is none. */
  readonly momentoKey: FoundKey | undefined;
  /** False when no cloud will be asked. */
  readonly needsKey: boolean;
  readonly needsAws: boolean;
  /** Both keys are brought, or the stack has them for a cache that was there before. */
  readonly needsNoAccount: boolean;
  readonly scope: WizardContext["scope"];
  /** Show all answers at the end, each to be gone back to? */
  readonly summary: boolean;
};

/**
 * Asks at the terminal: every open question with its default, then the summary, from which one can go back to any answer.
 * With scope `missing` only what has no default is asked. Nothing is written. Rejects when the person leaves.
 */
export async function runWizard(
  invocation: Invocation,
  { given, isRehearsal, rehearsal, momentoKey, needsKey, scope, summary, ...more }: WizardOptions,
): Promise<AskedAnswers> {
  const wizard: WizardContext = {
    ...{ invocation, isRehearsal, given, scope },
    needsNoAccount: more.needsNoAccount,
  };
  let state: WizardState = {
    answers: {},
    settled: new Set(),
    momentoKey,
    cell: undefined,
    limits: undefined,
    eventMs: undefined,
    roleFound: undefined,
  };
  // What no answer can help is told before any question of the show.
  if (more.needsAws) await lookAtAws(wizard, state);
  if (needsKey) state = await obtainMomentoKey(wizard, state);
  if (scope === "all" || needsKey)
    state = { ...state, limits: await knownLimits(wizard, state, rehearsal) };
  state = await walk(wizard, state, "ladder");
  if (scope === "all" && (needsKey || rehearsal !== undefined))
    state = { ...state, roleFound: await existingRole(wizard, state, rehearsal) };
  state = await walk(wizard, state);
  const asksLength = summary && !isRehearsal && scope === "all";
  if (asksLength && givenRunMs(wizard, state) === undefined)
    state = { ...state, eventMs: await askEventLength(invocation) };
  while (summary) {
    const choice = await askSummary(wizard, state);
    if (choice === "go") break;
    state =
      choice === "length"
        ? { ...state, eventMs: await askEventLength(invocation, state.eventMs) }
        : await walk(wizard, await askQuestion(choice, wizard, state));
  }
  const { answers, eventMs } = state;
  return { answers, eventMs, momentoKey: state.momentoKey };
}
