import type { PromptContext } from "./prompt-streams.ts";
import { promptStyle, onStreams } from "./prompt-streams.ts";
import type { Style } from "./style.ts";
import type { ChoicePrompt, Option } from "./prompt/choice-prompt.ts";
import type { ConfirmPrompt } from "./prompt/confirm-prompt.ts";
import type { SearchPrompt } from "./prompt/search-prompt.ts";
import { columnsOf } from "./wrapped.ts";

export type { Option };

/** Asks a yes-or-no question on stderr. Rejects with inquirer's ExitPromptError on Ctrl-C and Ctrl-D. */
export async function confirm(
  context: PromptContext,
  question: Omit<ConfirmPrompt, "style" | "columns">,
): Promise<boolean> {
  const { confirmPrompt } = await import("./prompt/confirm-prompt.ts");
  return onStreams(context, (streams) => confirmPrompt(look(context, question), streams));
}

/** Asks to choose one option with the arrow keys. Rejects like {@link confirm}. */
export async function askChoice<Value>(
  context: PromptContext,
  question: Omit<ChoicePrompt<Value>, "style" | "columns">,
): Promise<Value> {
  const { choicePrompt } = await import("./prompt/choice-prompt.ts");
  const chosen = await onStreams(context, (streams) =>
    choicePrompt(look(context, question), streams),
  );
  const option = question.options[chosen];
  if (option === undefined) throw new Error("a choice that was not offered was made");
  return option.value;
}

/** Asks for one line of text, with a hint that follows the typing. Rejects like {@link confirm}. */
export async function askText(
  context: PromptContext,
  question: {
    readonly message: string;
    readonly why?: string | undefined;
    readonly initial?: string | undefined;
    /** What is wrong, or undefined. */
    readonly validate: (text: string) => string | undefined;
    readonly hint?: ((text: string) => string | undefined) | undefined;
    /** What stands for a text that is not to be seen. */
    readonly shown?: ((text: string) => string) | undefined;
    readonly complete?: ((text: string) => string | undefined) | undefined;
  },
): Promise<string> {
  const { textPrompt } = await import("./prompt/text-prompt.ts");
  return onStreams(context, (streams) => textPrompt(look(context, question), streams));
}

/** Asks to choose from a long list by typing a part of it. Rejects like {@link confirm}. */
export async function askSearch(
  context: PromptContext,
  question: Omit<SearchPrompt, "style" | "columns">,
): Promise<string> {
  const { searchPrompt } = await import("./prompt/search-prompt.ts");
  return onStreams(context, (streams) => searchPrompt(look(context, question), streams));
}

/** A question with how it is drawn: as wide as the terminal is when it is drawn. */
function look<Question>(
  context: PromptContext,
  question: Question,
): Question & { readonly style: Style; readonly columns: number } {
  const style = promptStyle(context);
  return {
    ...question,
    style,
    get columns() {
      return columnsOf(context.stderr);
    },
  };
}

/** Asks for a secret; what is typed is shown as a few dots, its length and its kind. Rejects like {@link confirm}. */
export async function askSecret(
  context: PromptContext,
  {
    kind,
    ...question
  }: {
    readonly message: string;
    readonly why?: string | undefined;
    readonly validate: (text: string) => string | undefined;
    /** What it is, by its form; undefined while that is no kind that is known. Nothing of the secret itself. */
    readonly kind: (text: string) => string | undefined;
  },
): Promise<string> {
  return askText(context, {
    ...question,
    shown: (text) => {
      const facts = [`${text.length} characters`, kind(text)].filter((part) => part !== undefined);
      return text === ""
        ? ""
        : `${"•".repeat(Math.min(MOST_DOTS, text.length))} ${facts.join(", ")}`;
    },
  });
}

const MOST_DOTS = 5;

/** True for what inquirer rejects with when the person leaves: cancelling is an answer, not a failure. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}
