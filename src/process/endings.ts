import { isHangupIgnored } from "./hangup-ignored.ts";

/** npm hands a terminal's Ctrl-C on a second time: what comes this soon after the first is the same key press. */
const SAME_KEY_PRESS_MS = 400;

/** Exit codes of a run that is made to leave at once: 128 and the signal's number, as shells count. */
const AT_ONCE = { SIGINT: 130, SIGTERM: 143 } as const;

/** What a stream says whose other end is gone: a pager that was closed, a terminal that hung up. */
const GONE: ReadonlySet<string> = new Set(["EPIPE", "EIO", "ECONNRESET", "ERR_STREAM_DESTROYED"]);

type Endings = {
  /** Aborts on the first thing that ends the run; its reason's message names it: `SIGINT`, `SIGHUP`, `EPIPE` and so on. */
  readonly signal: AbortSignal;
  /** Why nothing that was printed can be relied on (`ENOSPC`: a full disk behind `>`); undefined while all is well. */
  readonly outputLost: () => string | undefined;
  /**
   * Ends the process by the signal itself, if its terminal is gone: Node would abort with a core dump where it sets the
   * terminal back at an exit. Returns where the terminal is still there.
   */
  readonly leaveDeadTerminal: () => Promise<void>;
};

/**
 * Listens for all that ends a run from outside, so that it ends in order: Ctrl-C, SIGTERM, SIGHUP (a closed terminal, a dropped
 * ssh) and an output that nobody reads any more. A second Ctrl-C or SIGTERM leaves at once. A second SIGHUP does not: shells
 * send it on to what the system has told already, and nobody is there who could be impatient.
 */
export function listenForEndings(run: NodeJS.Process, now: () => number): Endings {
  const ending = new AbortController();
  let askedAt: number | undefined;
  let lost: string | undefined;
  let isTerminalGone = false;
  const end = (by: string): void => ending.abort(new DOMException(by, "AbortError"));
  const asked = (name: keyof typeof AT_ONCE) => (): void => {
    if (askedAt !== undefined && now() - askedAt > SAME_KEY_PRESS_MS) run.exit(AT_ONCE[name]);
    askedAt ??= now();
    end(name);
  };
  run.on("SIGINT", asked("SIGINT"));
  run.on("SIGTERM", asked("SIGTERM"));
  // Ctrl-Break; elsewhere than on Windows there is no such signal.
  run.on("SIGBREAK", asked("SIGINT"));
  const staysOn = isHangupIgnored(run.env);
  // Without a listener Node would let it kill the run, whatever nohup had wished.
  run.on("SIGHUP", () => {
    if (!staysOn) end("SIGHUP");
  });
  for (const stream of [run.stdout, run.stderr])
    stream.on("error", (error) => {
      const code = codeOf(error);
      isTerminalGone ||= code === "EIO";
      if (!GONE.has(code) && stream === run.stdout) lost ??= code;
      // What outlives its terminal loses the terminal's output.
      if (!(staysOn && code === "EIO")) end("EPIPE");
    });
  run.stdin.on("error", (error) => {
    isTerminalGone ||= codeOf(error) === "EIO";
    if (codeOf(error) === "EIO" && !staysOn) end("SIGHUP");
  });
  const { stdin } = run;
  // A prompt sets the terminal back when its input ends; where the terminal is gone that would throw where nobody catches.
  stdin.prependOnceListener("end", () => {
    if (stdin.isTTY) stdin.setRawMode = () => stdin;
  });
  const leaveDeadTerminal = async (): Promise<void> => {
    // Only a write tells whether it is still there.
    if (ending.signal.aborted)
      for (const stream of [run.stdout, run.stderr])
        if (stream.isTTY)
          await new Promise((done) => void stream.write("\r", () => setImmediate(done)));
    if (!isTerminalGone) return;
    run.removeAllListeners("SIGHUP");
    run.kill(run.pid, "SIGHUP");
    // The signal comes when it comes, and no exit may be faster.
    await new Promise(() => undefined);
  };
  return { signal: ending.signal, outputLost: () => lost, leaveDeadTerminal };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
