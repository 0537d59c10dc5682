import type { Context } from "../context.ts";
import { hasJobControl } from "../platform/job-control.ts";

const CTRL_C = "\u0003";
const CTRL_Z = "\u001A";
const CTRL_BACKSLASH = "\u001C";

/** Keys that are pressed while nothing is asked. */
export type KeyboardGuard = {
  readonly hold: () => void;
  readonly release: () => void;
};

/** What the terminal would do by itself at these keys, if they were not held. */
type KeySignals = {
  readonly interrupt: () => void;
  /** Where there is no job control, the terminal does nothing at Ctrl-Z and Ctrl-\\. */
  readonly suspend?: () => void;
  readonly quit?: () => void;
};

/** A terminal signals the whole group that runs in front: `npx` and the encoder of a rehearsal too. */
const FRONT = 0;

const SIGNALS: KeySignals = {
  interrupt: () => void process.emit("SIGINT"),
  ...(hasJobControl()
    ? {
        suspend: () => void process.kill(FRONT, "SIGTSTP"),
        quit: () => void process.kill(FRONT, "SIGQUIT"),
      }
    : {}),
};

type Keyboard = Context["stdin"] & {
  readonly setRawMode?: ((raw: boolean) => unknown) | undefined;
};

/**
 * Keeps keys that are pressed during a spinner from the screen, where an Enter would leave half a spinner behind, and from the
 * next question, which an Enter pressed too early would answer. Ctrl-C, Ctrl-Z and Ctrl-\\ stay what they are. For runs that ask
 * only: one in the background would be stopped for touching the keyboard, so after a Ctrl-Z, which may end there, no more keys
 * are held.
 */
export function createKeyboardGuard(stdin: Keyboard, signals: KeySignals = SIGNALS): KeyboardGuard {
  let isHeld = false;
  let wasSuspended = false;
  const release = (): void => {
    if (!isHeld) return;
    isHeld = false;
    stdin.off("data", swallow);
    stdin.pause();
    stdin.setRawMode?.(false);
  };
  const swallow = (chunk: Buffer | string): void => {
    for (const key of String(chunk)) {
      if (key === CTRL_C) signals.interrupt();
      const signal = { [CTRL_Z]: signals.suspend, [CTRL_BACKSLASH]: signals.quit }[key];
      if (signal === undefined) continue;
      release();
      wasSuspended = true;
      signal();
    }
  };
  return {
    hold: () => {
      if (isHeld || wasSuspended || stdin.isTTY !== true || stdin.setRawMode === undefined) return;
      isHeld = true;
      stdin.setRawMode(true);
      stdin.on("data", swallow);
      stdin.resume();
    },
    release,
  };
}

/** Turns of the event loop after which what was typed before has been read. */
const TURNS = 3;

/** Drops lines that were typed before a question is shown: an Enter pressed too early agrees to nothing. */
export async function forgetTyped(stdin: Keyboard): Promise<void> {
  if (stdin.isTTY !== true) return;
  const drop = (): void => undefined;
  stdin.on("data", drop);
  stdin.resume();
  for (let turn = 0; turn < TURNS; turn += 1)
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  stdin.off("data", drop);
  stdin.pause();
}
