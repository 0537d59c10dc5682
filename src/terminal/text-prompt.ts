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
import type { Style } from "./style.ts";

/** A question that is answered with one line of text. */
export type TextPrompt = {
  readonly message: string;
  /** What Enter alone means. */
  readonly initial?: string | undefined;
  /** What is wrong with an answer, or undefined. Judged on Enter. */
  readonly validate: (text: string) => string | undefined;
  /** One line below, made anew with every key. */
  readonly hint?: ((text: string) => string | undefined) | undefined;
  /** What Tab makes of the text so far. */
  readonly complete?: ((text: string) => string | undefined) | undefined;
  readonly style: Style;
};

/** Asks for text as inquirer's own prompt does, with a hint below the line that follows the typing and Tab to complete. */
export const textPrompt = createPrompt<string, TextPrompt>((prompt, done) => {
  const { message, initial, style } = prompt;
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
      // Readline clears its line on Enter; what was typed is there to be mended.
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

  const asked = `${prefix} ${style.bold(message)}`;
  if (status === "done") return `${asked} ${style.cyan(value)}`;
  const shown = value === "" && fallback !== undefined ? style.dim(`(${fallback}) `) : "";
  const below =
    complaint === undefined ? dimmed(prompt.hint?.(value), style) : style.red(`✗ ${complaint}`);
  return [`${asked} ${shown}${value}`, below];
});

function dimmed(text: string | undefined, style: Style): string | undefined {
  return text === undefined || text === "" ? undefined : style.dim(`  ${text}`);
}
