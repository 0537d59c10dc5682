import type { Context } from "../context.ts";

const CTRL_C = "\u0003";

/** Keys that are pressed while nothing is asked. */
export type HeldKeys = {
  readonly hold: () => void;
  readonly release: () => void;
};

type Keyboard = Context["stdin"] & {
  readonly setRawMode?: ((raw: boolean) => unknown) | undefined;
};

/**
 * Keeps keys that are pressed during a spinner from the screen, where an Enter would leave half a spinner behind, and from the
 * next question, which an Enter pressed too early would answer. Ctrl-C stays what it is. For runs that ask only: one in the
 * background would be stopped for touching the keyboard.
 */
export function createHeldKeys(
  stdin: Keyboard,
  interrupt: () => void = () => void process.emit("SIGINT"),
): HeldKeys {
  let isHeld = false;
  const swallow = (chunk: Buffer | string): void => {
    for (const key of String(chunk)) if (key === CTRL_C) interrupt();
  };
  return {
    hold: () => {
      if (isHeld || stdin.isTTY !== true || stdin.setRawMode === undefined) return;
      isHeld = true;
      stdin.setRawMode(true);
      stdin.on("data", swallow);
      stdin.resume();
    },
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      stdin.off("data", swallow);
      stdin.pause();
      stdin.setRawMode?.(false);
    },
  };
}
