import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { cleanEnv, PROGRAM } from "../../integration/support/cli.ts";

export const KEYS = {
  enter: "\r",
  down: "\u001B[B",
  up: "\u001B[A",
  ctrlC: "\u0003",
  ctrlD: "\u0004",
} as const;

export type TerminalOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
};

/** The real command under a pseudo-terminal. What it says is waited for, never a time. */
export type Terminal = {
  /** Resolves when `pattern` appears in what was said since the last wait; the text up to it counts as read. Rejects at the end. */
  readonly sees: (pattern: RegExp | string) => Promise<void>;
  readonly press: (keys: string) => void;
  /** Waits for a question and answers it. */
  readonly answer: (question: RegExp | string, keys: string) => Promise<void>;
  /** Everything so far, as sent. */
  readonly raw: () => string;
  /** Everything so far without control codes. */
  readonly text: () => string;
  readonly ended: Promise<{
    readonly code: number;
    readonly signal: number;
    readonly text: string;
  }>;
  /** Closes the terminal under the command, as a dropped ssh does: whatever it writes from now on fails. */
  readonly hangUp: () => void;
  readonly kill: () => void;
};

export function openTerminal(args: readonly string[], options: TerminalOptions): Terminal {
  // A terminal of 0 columns cannot be asked for directly; a shell inside it can make it one.
  const blind = options.columns === 0;
  const command = [process.execPath, PROGRAM, ...args];
  const [file = "", ...argv] = blind
    ? ["sh", "-c", 'stty cols 0 rows 0 && exec "$@"', "sh", ...command]
    : command;
  const pty = spawn(file, argv, {
    name: options.env?.["TERM"] ?? "xterm-256color",
    cols: blind ? 80 : (options.columns ?? 100),
    rows: options.rows ?? 30,
    cwd: options.cwd,
    env: { ...cleanEnv(options.cwd), ...options.env },
  });
  let raw = "";
  let read = 0;
  let isOver = false;
  let awaited: RegExp | string = "";
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  pty.onData((chunk) => {
    raw += chunk;
    wake();
  });
  const text = (): string => stripVTControlCharacters(raw);
  const ended = new Promise<{ code: number; signal: number; text: string }>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      isOver = true;
      resolve({ code: exitCode, signal, text: text() });
      wake();
    });
  });
  const sees = (pattern: RegExp | string): Promise<void> =>
    new Promise((resolve, reject) => {
      awaited = pattern;
      const look = (): void => {
        const fresh = text().slice(read);
        const at = typeof pattern === "string" ? fresh.indexOf(pattern) : fresh.search(pattern);
        if (at >= 0) {
          read += at + 1;
          watchers.delete(look);
          resolve();
        } else if (isOver) {
          watchers.delete(look);
          reject(new Error(`ended without ${String(pattern)}:\n${text()}`));
        }
      };
      watchers.add(look);
      look();
    });
  return {
    sees,
    press: (keys) => pty.write(keys),
    answer: async (question, keys) => {
      await sees(question);
      pty.write(keys);
    },
    raw: () => raw,
    text,
    ended,
    hangUp: () => (pty as IPty & { destroy(): void }).destroy(),
    kill: () => {
      // A test that ran out of time says nothing of what it waited for.
      if (watchers.size > 0) console.error(`never seen: ${String(awaited)}\n${text().slice(read)}`);
      pty.kill("SIGKILL");
    },
  };
}
