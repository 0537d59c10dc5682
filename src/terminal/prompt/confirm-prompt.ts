import confirm from "@inquirer/confirm";
import { sealed } from "../own-sequences.ts";
import type { Style } from "../style.ts";
import { fitting } from "../wrapped.ts";
import { useRedraw } from "./use-redraw.ts";

/** A question that is answered with yes or no. */
export type ConfirmPrompt = {
  readonly message: string;
  /** What Enter alone means. */
  readonly yes: boolean;
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
};

const ROOM = " (Y/n) ".length;

/** Inquirer's own question, as wide as the terminal is whenever it is drawn. */
export function confirmPrompt(
  prompt: ConfirmPrompt,
  streams: Parameters<typeof confirm>[1],
): Promise<boolean> {
  const message = (text: string): string => {
    useRedraw();
    return prompt.style.bold(fitting(sealed(text), prompt.columns - ROOM));
  };
  return confirm(
    { message: prompt.message, default: prompt.yes, theme: { style: { message } } },
    streams,
  );
}
