import type { Asking } from "./prompt-streams.ts";
import { askingStyle, onStreams } from "./prompt-streams.ts";

/** One of several answers. */
export type Option<Value> = {
  readonly value: Value;
  readonly label: string;
  /** Shown below the list while this one is pointed at; may have several lines. */
  readonly description?: string | undefined;
};

/** Asks a yes-or-no question on stderr. Rejects with inquirer's ExitPromptError on Ctrl-C and Ctrl-D. */
export async function confirm(
  asking: Asking,
  question: { readonly message: string; readonly yes: boolean },
): Promise<boolean> {
  return Boolean(
    await ask(asking, { type: "confirm", message: question.message, default: question.yes }),
  );
}

/** Asks to choose one option with the arrow keys. Rejects like {@link confirm}. */
export async function askChoice<Value>(
  asking: Asking,
  question: {
    readonly message: string;
    readonly options: readonly Option<Value>[];
    /** The option pointed at first; the first one unless told. */
    readonly initial?: Value | undefined;
  },
): Promise<Value> {
  const { options, message, initial } = question;
  const start = options.findIndex(({ value }) => value === initial);
  const index = await ask(asking, {
    type: "select",
    message,
    pageSize: 16,
    loop: false,
    default: Math.max(0, start),
    choices: options.map(({ label, description }, value) => ({
      value,
      name: label,
      short: label.trim().replaceAll(/\s+/g, " "),
      ...(description === undefined ? {} : { description }),
    })),
    theme: { style: { description: (text: string) => text } },
  });
  const chosen = options[Number(index)];
  if (chosen === undefined) throw new Error("a choice that was not offered was made");
  return chosen.value;
}

/** Asks for one line of text, with a hint that follows the typing. Rejects like {@link confirm}. */
export async function askText(
  asking: Asking,
  question: {
    readonly message: string;
    readonly initial?: string | undefined;
    /** What is wrong, or undefined. */
    readonly validate: (text: string) => string | undefined;
    readonly hint?: ((text: string) => string | undefined) | undefined;
    readonly complete?: ((text: string) => string | undefined) | undefined;
  },
): Promise<string> {
  const { textPrompt } = await import("./text-prompt.ts");
  const style = askingStyle(asking);
  return onStreams(asking, (streams) => textPrompt({ ...question, style }, streams));
}

/** Asks for a secret; what is typed is shown as stars. Rejects like {@link confirm}. */
export async function askSecret(
  asking: Asking,
  question: {
    readonly message: string;
    readonly validate: (text: string) => string | undefined;
  },
): Promise<string> {
  return String(
    await ask(asking, {
      type: "password",
      mask: "*",
      message: question.message,
      validate: (text: string) => question.validate(text) ?? true,
    }),
  );
}

/** True for what inquirer rejects with when the person leaves: cancelling is an answer, not a failure. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}

async function ask(asking: Asking, question: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { default: inquirer } = await import("inquirer");
  const answers: unknown = await onStreams(asking, ({ input, output, signal }) => {
    // Inquirer's types ask for the process's own streams; any terminal will do.
    const prompt = inquirer.createPromptModule({
      input: input as NodeJS.ReadStream,
      output: output as NodeJS.WriteStream,
      signal,
    });
    return prompt([{ name: "value", ...question } as never]);
  });
  return typeof answers === "object" && answers !== null && "value" in answers
    ? answers.value
    : undefined;
}
