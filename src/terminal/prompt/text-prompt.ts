import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  isTabKey,
  makeTheme,
  useKeypress,
  usePrefix,
  useState,
} from "@inquirer/core";
import { sealed } from "../own-sequences.ts";
import type { Style } from "../style.ts";
import { overdrawn, wrappedAt } from "../wrapped.ts";
import { useRedraw } from "./use-redraw.ts";

/** A question that is answered with one line of text. */
export type TextPrompt = {
  readonly message: string;
  /** Why it is asked: below it until it is answered. */
  readonly why?: string | undefined;
  /** What Enter alone means. */
  readonly initial?: string | undefined;
  /** What stands for a secret while it is typed and afterwards; the text itself unless given. */
  readonly shown?: ((text: string) => string) | undefined;
  /** What is wrong with an answer, or undefined. Judged on Enter. */
  readonly validate: (text: string) => string | undefined;
  /** One line below, made anew with every key. */
  readonly hint?: ((text: string) => string | undefined) | undefined;
  /** What Tab makes of the text so far. */
  readonly complete?: ((text: string) => string | undefined) | undefined;
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
};

/** What is typed, or stands for it, stays on one line: the cursor is on it. */
const NO_BREAK = "\u00A0";

/** Asks for text as inquirer's own prompt does, with a hint below the line that follows the typing and Tab to complete. */
export const textPrompt = createPrompt<string, TextPrompt>((prompt, done) => {
  const { message, initial, style, columns, shown: textFor = sealed } = prompt;
  useRedraw();
  const [status, setStatus] = useState<"idle" | "done">("idle");
  const [value, setValue] = useState("");
  const [complaint, setComplaint] = useState<string | undefined>(undefined);
  const [isCleared, setCleared] = useState(false);
  const prefix = usePrefix({ status, theme: makeTheme({}) });
  const fallback = isCleared ? undefined : initial;

  useKeypress((key, line) => {
    if (status === "done") return;
    if (isEnterKey(key)) {
      const answer = value.trim() === "" ? (fallback ?? "") : value.trim();
      const problem = prompt.validate(answer);
      if (problem === undefined) {
        setValue(answer);
        setStatus("done");
        done(answer);
        return;
      }
      // Readline clears its line on Enter; what was typed is still there to be corrected.
      line.write(value);
      setComplaint(problem);
      return;
    }
    if (isTabKey(key)) {
      const typed = value;
      const completed = typed === "" ? fallback : prompt.complete?.(typed);
      line.clearLine(0);
      line.write(completed ?? typed);
      setValue(completed ?? typed);
      return;
    }
    if (isBackspaceKey(key) && value === "") setCleared(true);
    setValue(line.line);
    setComplaint(undefined);
  });

  const line = (after: string): string =>
    wrappedAt(
      `${style.bold(sealed(message))} ${after.replaceAll(" ", NO_BREAK)}`,
      columns,
      `${prefix} `,
    ).replaceAll(NO_BREAK, " ");
  if (status === "done") return line(style.cyan(textFor(value)));
  const shown =
    value === "" && fallback !== undefined ? `${style.dim(`(${sealed(fallback)})`)} ` : "";
  const below =
    complaint === undefined
      ? dimmed(prompt.hint?.(value), prompt)
      : style.red(wrappedAt(sealed(complaint), columns, "✗ "));
  const asked = line(`${shown}${textFor(value)}`);
  const lines = [below, dimmed(prompt.why, prompt)].filter((line) => line !== undefined);
  return [asked, lines.length === 0 ? undefined : overdrawn(lines.join("\n"))];
});

function dimmed(
  text: string | undefined,
  { style, columns }: Pick<TextPrompt, "style" | "columns">,
): string | undefined {
  return text === undefined || text === ""
    ? undefined
    : style.dim(wrappedAt(sealed(text), columns, "  "));
}
