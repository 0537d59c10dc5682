import type { Shell } from "./config/text/shell-text.ts";
import type { Clock } from "./core/engine/clock.ts";

/** A stream that text is written to, with what a terminal tells about itself. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** The one door to the outside world; commands get it and nothing reads `process` behind its back. */
export type Context = {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeFolder: string;
  readonly host: string;
  readonly pid: number;
  /** `20.17.0`; undefined where nobody needs to know. */
  readonly nodeVersion?: string | undefined;
  /** The words that start this program again as it was started: `npx live-origin`. */
  readonly program: readonly string[];
  /** The command line, quoted as a shell needs it, for the lock and to be typed again; flags only, which never hold secrets. */
  readonly commandLine: string;
  /** Whose words printed commands are in. */
  readonly shell: Shell;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Aborts on the first Ctrl-C, SIGTERM or SIGHUP, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  readonly isAlive: (pid: number) => boolean;
};

/** A longer one would fire at once (Node.js documentation, timers). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real clock of this machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      let left = milliseconds;
      const next = (): NodeJS.Timeout => {
        const part = Math.min(left, LONGEST_TIMER_MS);
        left -= part;
        return setTimeout(() => {
          if (left > 0) {
            timer = next();
            return;
          }
          signal?.removeEventListener("abort", stop);
          resolve();
        }, part);
      };
      let timer = next();
      signal?.addEventListener("abort", stop, { once: true });
    }),
};
