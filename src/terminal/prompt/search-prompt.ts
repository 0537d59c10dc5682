import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  makeTheme,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from "@inquirer/core";
import { sealed } from "../own-sequences.ts";
import type { Style } from "../style.ts";
import { cut, overdrawn, wrappedAt } from "../wrapped.ts";
import { useRedraw } from "./use-redraw.ts";

/** One answer of a list that is searched. */
export type Found = {
  readonly value: string;
  /** What stands beside it in the list. */
  readonly label: string;
  /** Shown below the list while it is pointed at. */
  readonly description: string | undefined;
};

/** A question that is answered from a long list, of which typing leaves what fits. */
export type SearchPrompt = {
  readonly message: string;
  readonly why: string;
  /** Pointed at while nothing is typed; the first one unless told. */
  readonly initial: string | undefined;
  /** What fits a text, the likeliest first. */
  readonly find: (text: string) => readonly Found[];
  /** What is wrong with a text that nothing fits. */
  readonly problem: (text: string) => string;
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
};

/** With the question, what it says and the keys, a list of so many lines fits a terminal of 24. */
const PAGE_LINES = 8;

/**
 * Asks to choose from a list by typing a part of it. Inquirer's own search looks for what fits after each key and drops an Enter that
 * comes meanwhile, as it does with a word that is pasted or sent with its Enter; this one looks at once.
 */
export const searchPrompt = createPrompt<string, SearchPrompt>((prompt, done) => {
  const { message, why, initial, style, columns } = prompt;
  useRedraw();
  const [status, setStatus] = useState<"idle" | "done">("idle");
  const [text, setText] = useState("");
  const [moved, setMoved] = useState<number | undefined>(undefined);
  const prefix = usePrefix({ status, theme: makeTheme({}) });
  const found = prompt.find(text);
  const start = text === "" ? found.findIndex(({ value }) => value === initial) : 0;
  const active = moved ?? Math.max(0, start);
  const pointed = found[active];

  useKeypress((key, line) => {
    if (status === "done") return;
    if (isEnterKey(key)) {
      if (pointed === undefined) {
        // Readline clears its line on Enter; what was typed is there to be mended.
        line.write(text);
        return;
      }
      setText(pointed.value);
      setStatus("done");
      done(pointed.value);
      return;
    }
    if (isUpKey(key) || isDownKey(key)) {
      line.clearLine(0);
      line.write(text);
      setMoved(Math.min(found.length - 1, Math.max(0, active + (isUpKey(key) ? -1 : 1))));
      return;
    }
    const typed = isTabKey(key) ? (pointed?.value ?? text) : line.line;
    if (isTabKey(key)) {
      line.clearLine(0);
      line.write(typed);
    }
    setText(typed);
    setMoved(undefined);
  });

  const page = usePagination({
    items: found,
    active,
    renderItem: ({ item, isActive }) => {
      const words = `${isActive ? "❯" : " "} ${cut(sealed(item.label), columns - 3)}`;
      return isActive ? style.cyan(words) : words;
    },
    pageSize: PAGE_LINES,
    loop: false,
  });
  const asked = wrappedAt(
    `${style.bold(sealed(message))} ${style.cyan(sealed(text))}`,
    columns,
    `${prefix} `,
  );
  if (status === "done") return asked;
  const below = (words: string): string => style.dim(wrappedAt(sealed(words), columns, "  "));
  return [
    asked,
    overdrawn(
      [
        ...(pointed === undefined
          ? [style.red(wrappedAt(sealed(prompt.problem(text)), columns, "✗ "))]
          : [page]),
        ...(pointed?.description === undefined
          ? []
          : [wrappedAt(sealed(pointed.description), columns, "  ")]),
        below(why),
        below("Type to search; ↑↓ move, Enter takes."),
      ].join("\n"),
    ),
  ];
});
