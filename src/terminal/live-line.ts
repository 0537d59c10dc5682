import { unguarded } from "./guarded-stream.ts";
import { sealed, unmarked } from "./own-sequences.ts";
import type { Context } from "../context.ts";

/** A line at the bottom of a terminal that is drawn anew in place; on anything else nothing is drawn. */
type LiveLine = {
  readonly show: (text: string) => void;
  /** Takes it away, so that a whole line can be written. */
  readonly clear: () => void;
};

/** Draws on stderr, if that is a terminal that can. */
export function createLiveLine({ stderr: stream, env }: Pick<Context, "stderr" | "env">): LiveLine {
  const stderr = unguarded(stream);
  const columns = stderr.columns ?? 0;
  const draws = stderr.isTTY === true && columns > 1 && env["TERM"] !== "dumb";
  let isShown = false;
  const clear = (): void => {
    if (isShown) stderr.write("\r\u001B[2K");
    isShown = false;
  };
  return {
    clear,
    show: (text) => {
      if (!draws) return;
      clear();
      stderr.write(unmarked(sealed(text).slice(0, columns - 1)));
      isShown = true;
    },
  };
}
