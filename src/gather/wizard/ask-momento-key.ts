import { requireV2 } from "../../services/momento/account-failure.ts";
import { readApiKey } from "../../services/momento/api-key.ts";
import { keyKindWords } from "../../services/momento/key-kind.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import { askSecret } from "../../terminal/ask.ts";
import { endpointOfEnvironment, oldVariableNote } from "../find-momento-key.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import type { FoundKey } from "../../services/momento/found-key.ts";
import { askQuestion } from "./ask-question.ts";
import { inputSoFar, questionAt, type WizardContext, type WizardState } from "./wizard-state.ts";

const FROM_PROMPT = "the prompt";

/**
 * Gets the Momento key into the state: the one that was found, checked and echoed, or one asked for, of which only length
 * and kind are shown. A key that does not carry its endpoint leads to the question for it. Throws the MOMENTO_KEY_… codes
 * for a found key that is broken.
 */
export async function obtainMomentoKey(
  wizard: WizardContext,
  state: WizardState,
): Promise<WizardState> {
  const { invocation } = wizard;
  const { context, output } = invocation;
  const found = state.momentoKey;
  if (found !== undefined) {
    const cell =
      cellOf(found, wizard, state) ??
      (await askedCell(wizard, { ...state, momentoKey: found })).cell;
    const style = output.errStyle;
    output.line(
      `${style.green("✔")} ${style.bold("Momento key")} ${style.dim(`(${found.from}, ${keyKindWords(found.text) ?? "a key"})`)} for ${style.cyan(cell ?? "")}`,
    );
    return cell === undefined ? state : { ...state, cell };
  }
  const text = await askSecret(context, {
    message: PROMPTS.momentoKey(),
    why: `Whoever has a cache and two keys for it needs no other: leave with Ctrl-C, and give --encoder-key-file, --player-key-file, --cache NAME and --adopt-cache. Otherwise a super-user key, which may create caches and keys; it is not kept${oldVariableNote(context)}. Made at https://console.gomomento.com/api-keys`,
    validate: (typed) => problemOf(keyFrom(typed, wizard), wizard, state),
    kind: keyKindWords,
  });
  const asked = { ...state, momentoKey: keyFrom(text, wizard) };
  const cell = cellOf(asked.momentoKey, wizard, asked);
  return cell === undefined ? askedCell(wizard, asked) : { ...asked, cell };
}

async function askedCell(wizard: WizardContext, state: WizardState): Promise<WizardState> {
  const question = questionAt("endpoint");
  const answered = await askQuestion(question, wizard, state);
  const { momentoKey } = answered;
  const cell = momentoKey === undefined ? undefined : cellOf(momentoKey, wizard, answered);
  return cell === undefined ? answered : { ...answered, cell };
}

function keyFrom(text: string, { invocation }: WizardContext): FoundKey {
  return {
    text: text.trim(),
    from: FROM_PROMPT,
    endpoint: endpointOfEnvironment(invocation.context),
    refreshToken: undefined,
    validUntil: undefined,
  };
}

/** What is wrong with a key, in one line. A missing endpoint is not: it is asked for next. */
function problemOf(key: FoundKey, wizard: WizardContext, state: WizardState): string | undefined {
  try {
    cellOf(key, wizard, state);
    return undefined;
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return [error.message, error.hint].filter((part) => part !== undefined).join(" ");
  }
}

/** The key's cell; undefined when neither the key nor the settings tell it. Throws what is wrong with the key. */
function cellOf(key: FoundKey, wizard: WizardContext, state: WizardState): string | undefined {
  const { draft } = settingsSoFar(inputSoFar(wizard, state));
  if (draft.origin.revocableKeys) requireV2(key.text, key.from);
  try {
    return readApiKey(key.text, {
      from: key.from,
      endpoint: draft.origin.endpoint ?? key.endpoint,
      now: wizard.invocation.context.clock.now(),
    }).endpoint;
  } catch (error) {
    if (error instanceof LiveOriginError && error.code === "MOMENTO_ENDPOINT_MISSING")
      return undefined;
    throw error;
  }
}
