import type { PromptContext } from "./prompt-streams.ts";
import { promptStyle, onStreams } from "./prompt-streams.ts";
import type { Style } from "./style.ts";
import { sealed } from "./own-sequences.ts";
import type { SearchPrompt } from "./prompt/search-prompt.ts";
import { columnsOf, cut, wrapped, wrappedAt } from "./wrapped.ts";

/** One of several answers. */
export type Option<Value> = {
  readonly value: Value;
  readonly label: string;
  /** Shown below the list while this one is pointed at; may have several lines. */
  readonly description?: string | undefined;
  /** What the answered question shows; the label unless given. */
  readonly short?: string | undefined;
};

/** Asks a yes-or-no question on stderr. Rejects with inquirer's ExitPromptError on Ctrl-C and Ctrl-D. */
export async function confirm(
  context: PromptContext,
  question: { readonly message: string; readonly yes: boolean },
): Promise<boolean> {
  const { default: prompt } = await import("@inquirer/confirm");
  const message = fitting(question.message, context, " (Y/n) ".length);
  return onStreams(context, (streams) =>
    prompt(sealedAll({ message, default: question.yes }), streams),
  );
}

/** Asks to choose one option with the arrow keys. Rejects like {@link confirm}. */
export async function askChoice<Value>(
  context: PromptContext,
  question: {
    readonly message: string;
    /** One line below the question until it is answered. */
    readonly why?: string | undefined;
    /** Stands for the message once it is answered. */
    readonly answered?: string | undefined;
    readonly options: readonly Option<Value>[];
    /** The option pointed at first; the first one unless given. */
    readonly initial?: Value | undefined;
  },
): Promise<Value> {
  const { options, message, why, initial, answered = message } = question;
  const style = promptStyle(context);
  const start = options.findIndex(({ value }) => value === initial);
  const { default: prompt } = await import("@inquirer/select");
  const shown = sealedAll({
    message: fitting(message, context),
    pageSize: 16,
    loop: false,
    default: Math.max(0, start),
    choices: options.map(({ label, short = label, description }, value) => {
      const name = cut(label, columnsOf(context.stderr) - CURSOR_CELLS);
      const below = [...(name === label ? [] : [wrapped(label, context)]), description];
      return { value, name, short, description: below.filter(Boolean).join("\n") };
    }),
    theme: {
      style: {
        description: (text: string) => text,
        message: (text: string, status: string) =>
          status === "done"
            ? style.bold(fitting(answered, context))
            : [
                style.bold(text),
                ...(why === undefined ? [] : [style.dim(wrapped(why, context))]),
              ].join("\n"),
        answer: (text: string) => answerAfter(answered, text, context),
      },
    },
  });
  const chosen = options[await onStreams(context, (streams) => prompt<number>(shown, streams))];
  if (chosen === undefined) throw new Error("a choice that was not offered was made");
  return chosen.value;
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

/** The mark before a question, and the pointer before an option. */
const CURSOR_CELLS = 3;

/** A question broken at blanks, with room on its last line for what follows it. */
function fitting(message: string, { stderr }: PromptContext, reserve = 0): string {
  return wrappedAt(message, columnsOf(stderr) - reserve, "  ").trimStart();
}

/** The answer on the question's last line, or below it where there is no room. */
function answerAfter(message: string, answer: string, context: PromptContext): string {
  const last = fitting(message, context).split("\n").at(-1)?.trim() ?? "";
  const style = promptStyle(context);
  const fits = CURSOR_CELLS + last.length + 1 + answer.length < columnsOf(context.stderr);
  return fits ? style.cyan(answer) : `\n${style.cyan(wrapped(answer, context))}`;
}

/** Every text of a question, and every text that its functions give: inquirer's stream lets all through. */
function sealedAll<Part>(part: Part): Part;
function sealedAll(part: unknown): unknown {
  if (typeof part === "string") return sealed(part);
  if (Array.isArray(part)) return part.map((each: unknown) => sealedAll(each));
  if (typeof part === "function")
    return (...given: unknown[]): unknown => sealedAll(Reflect.apply(part, undefined, given));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, sealedAll(value)]));
}
