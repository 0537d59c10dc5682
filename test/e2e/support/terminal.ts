import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { cleanEnv, PROGRAM } from "../../integration/support/cli.ts";

export const KEYS = {
  enter: "\r",
  down: "\u001B[B",
  up: "\u001B[A",
  tab: "\t",
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
  readonly resize: (columns: number, rows: number) => void;
  /** Everything so far, as sent. */
  readonly raw: () => string;
  /** Everything so far without control codes. */
  readonly text: () => string;
  readonly ended: Promise<{ readonly code: number; readonly text: string }>;
  readonly kill: () => void;
};

export function openTerminal(args: readonly string[], options: TerminalOptions): Terminal {
  const pty = spawn(process.execPath, [PROGRAM, ...args], {
    name: "xterm-256color",
    cols: options.columns ?? 100,
    rows: options.rows ?? 30,
    cwd: options.cwd,
    env: { ...cleanEnv(options.cwd), TERM: "xterm-256color", ...options.env },
  });
  let raw = "";
  let read = 0;
  let isOver = false;
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  pty.onData((chunk) => {
    raw += chunk;
    wake();
  });
  const text = (): string => stripVTControlCharacters(raw);
  const ended = new Promise<{ code: number; text: string }>((resolve) => {
    pty.onExit(({ exitCode }) => {
      isOver = true;
      resolve({ code: exitCode, text: text() });
      wake();
    });
  });
  const sees = (pattern: RegExp | string): Promise<void> =>
    new Promise((resolve, reject) => {
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
    resize: (columns, rows) => pty.resize(columns, rows),
    raw: () => raw,
    text,
    ended,
    kill: () => pty.kill("SIGKILL"),
  };
}
