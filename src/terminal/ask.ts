import type { Context } from "../context.ts";

/** Asks a yes-or-no question on stderr. Rejects with inquirer's ExitPromptError on Ctrl-C and Ctrl-D. */
export async function confirm(
  context: Pick<Context, "stdin" | "stderr" | "signal">,
  question: { readonly message: string; readonly yes: boolean },
): Promise<boolean> {
  const { default: inquirer } = await import("inquirer");
  const answers = await inquirer.createPromptModule(streams(context))([
    { type: "confirm", name: "value", message: question.message, default: question.yes },
  ]);
  return Boolean((answers as Record<string, unknown>)["value"]);
}

/** Asks for one line of text. `validate` returns what is wrong, or undefined. */
export async function askText(
  context: Pick<Context, "stdin" | "stderr" | "signal">,
  question: {
    readonly message: string;
    readonly initial?: string | undefined;
    readonly validate: (text: string) => string | undefined;
  },
): Promise<string> {
  const { default: inquirer } = await import("inquirer");
  const answers = await inquirer.createPromptModule(streams(context))([
    {
      type: "input",
      name: "value",
      message: question.message,
      ...(question.initial === undefined ? {} : { default: question.initial }),
      validate: (text: string) => question.validate(text) ?? true,
    },
  ]);
  return String((answers as Record<string, unknown>)["value"]);
}

/** Asks for a secret; what is typed is shown as stars. */
export async function askSecret(
  context: Pick<Context, "stdin" | "stderr" | "signal">,
  question: {
    readonly message: string;
    readonly validate: (text: string) => string | undefined;
  },
): Promise<string> {
  const { default: inquirer } = await import("inquirer");
  const answers = await inquirer.createPromptModule(streams(context))([
    {
      type: "password",
      name: "value",
      mask: "*",
      message: question.message,
      validate: (text: string) => question.validate(text) ?? true,
    },
  ]);
  return String((answers as Record<string, unknown>)["value"]);
}

/** True for what inquirer rejects with when the person leaves: cancelling is an answer, not a failure. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}

function streams({ stdin, stderr, signal }: Pick<Context, "stdin" | "stderr" | "signal">) {
  return {
    input: stdin as NodeJS.ReadStream,
    output: stderr as NodeJS.WriteStream,
    signal,
  };
}
