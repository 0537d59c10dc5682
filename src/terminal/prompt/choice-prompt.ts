import select from "@inquirer/select";
import { sealed } from "../own-sequences.ts";
import type { Style } from "../style.ts";
import { cut, fitting, wrappedAt } from "../wrapped.ts";
import { useRedraw } from "./use-redraw.ts";

/** One of several answers. */
export type Option<Value> = {
  readonly value: Value;
  readonly label: string;
  /** Shown below the list while this one is pointed at; may have several lines. */
  readonly description?: string | undefined;
  /** Stands below that, for so many cells. */
  readonly table?: ((columns: number) => string) | undefined;
  /** What the answered question shows; the label unless given. */
  readonly short?: string | undefined;
};

/** A question that is answered by one of a few options. */
export type ChoicePrompt<Value> = {
  readonly message: string;
  /** One line below the question until it is answered. */
  readonly why?: string | undefined;
  /** Stands for the message once it is answered. */
  readonly answered?: string | undefined;
  readonly options: readonly Option<Value>[];
  /** The option pointed at first; the first one unless given. */
  readonly initial?: Value | undefined;
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
};

/** The mark before a question, and the pointer before an option. */
const CURSOR_CELLS = 3;

/** Inquirer's own list, as wide as the terminal is whenever it is drawn. Resolves to the option's index. */
export function choicePrompt<Value>(
  prompt: ChoicePrompt<Value>,
  streams: Parameters<typeof select>[1],
): Promise<number> {
  const { message, answered = message, why, options, initial, style } = prompt;
  let drawnFor: number | undefined;
  let choices: ReturnType<typeof choicesAt> = [];
  const theme = {
    style: {
      description: (text: string) => text,
      message: (text: string, status: string) => {
        useRedraw();
        if (status === "done") return style.bold(sealed(fitting(answered, prompt.columns)));
        return [
          style.bold(sealed(fitting(text, prompt.columns))),
          ...(why === undefined ? [] : [style.dim(sealed(wrappedAt(why, prompt.columns, "  ")))]),
        ].join("\n");
      },
      answer: (text: string) => {
        const last = fitting(answered, prompt.columns).split("\n").at(-1)?.trim() ?? "";
        const fits = CURSOR_CELLS + last.length + 1 + text.length < prompt.columns;
        return fits ? style.cyan(text) : `\n${style.cyan(wrappedAt(text, prompt.columns, "  "))}`;
      },
    },
  };
  return select<number>(
    {
      message,
      pageSize: 16,
      loop: false,
      default: Math.max(
        0,
        options.findIndex(({ value }) => value === initial),
      ),
      // The same list for the same width: inquirer reads a new one anew.
      get choices() {
        if (drawnFor !== prompt.columns) choices = choicesAt(options, prompt.columns);
        drawnFor = prompt.columns;
        return choices;
      },
      theme,
    },
    streams,
  );
}

function choicesAt(options: readonly Option<unknown>[], columns: number) {
  const broken = (text: string): string => {
    const lines = text.split("\n").map((line) => wrappedAt(line, columns, "  "));
    return lines.join("\n");
  };
  return options.map(({ label, short = label, description = "", table }, value) => {
    const name = cut(label, columns - CURSOR_CELLS);
    const words = [...(name === label ? [] : [label]), description].filter(Boolean);
    const below = [...words.map(broken), ...(table === undefined ? [] : [table(columns)])];
    return {
      value,
      name: sealed(name),
      short: sealed(short),
      description: sealed(below.join("\n")),
    };
  });
}
