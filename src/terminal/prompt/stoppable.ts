import type { Context } from "../../context.ts";
import { hasJobControl } from "../../platform/job-control.ts";
import { REDRAW } from "./drawing.ts";

const CTRL_Z = "\u001A";
const STOP = "stop";

/** A terminal signals the whole group that runs in front: `npx` and the encoder of a rehearsal too. */
const FRONT = 0;

type Keyboard = Context["stdin"] & {
  readonly setRawMode?: ((raw: boolean) => unknown) | undefined;
};

/**
 * The keyboard for one question, at which Ctrl-Z stops the run as anywhere else. Readline would stop this process alone, read no more
 * when it goes on, and hand the key to the question, where it chooses.
 */
export function stoppable(
  stdin: Keyboard,
  on: {
    /** Called before the run is stopped by the key. */
    readonly onStop: () => void;
    /** Called when it goes on, whatever stopped it, before the question is told to be drawn anew. */
    readonly onContinued: () => void;
  },
): { readonly input: NodeJS.ReadableStream; readonly forget: () => void } {
  const { setRawMode } = stdin;
  if (stdin.isTTY !== true || setRawMode === undefined || !hasJobControl())
    return { input: stdin, forget: () => undefined };
  let next: NodeJS.Immediate | undefined;
  const raw = (isRaw: boolean): void => void setRawMode.call(stdin, isRaw);
  const stop = (): void => {
    raw(false);
    on.onStop();
    process.kill(FRONT, "SIGTSTP");
    // Nothing stops a run that no shell has started.
    next = setImmediate(() => raw(true));
  };
  const goOn = (): void => {
    // The shell has changed it behind Node's back.
    raw(false);
    raw(true);
    on.onContinued();
    clearImmediate(next);
    // One that went on in the background, and was stopped there, is told of both at once.
    next = setImmediate(() => {
      // In the background it was not told that its terminal was resized.
      process.emit("SIGWINCH", "SIGWINCH");
      stdin.emit(REDRAW);
    });
  };
  stdin.on(STOP, stop);
  process.on("SIGCONT", goOn);
  return {
    input: stoppedByKey(stdin),
    forget: () => {
      stdin.off(STOP, stop);
      process.off("SIGCONT", goOn);
      clearImmediate(next);
    },
  };
}

/** Readline keeps what it was first given to read from: so this is the same for every question. */
function stoppedByKey(stdin: Keyboard): NodeJS.ReadableStream {
  return new Proxy(stdin, {
    get: (target, key) => {
      if (key === "emit")
        return (event: string, ...given: unknown[]) =>
          event === "keypress" && given[0] === CTRL_Z
            ? target.emit(STOP)
            : target.emit(event, ...given);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
