import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { cleanEnv, PROGRAM } from "../../integration/support/cli.ts";

const run = promisify(execFile);
const LOOK_EVERY_MS = 50;
/** Far above what anything here takes, and below the test's own limit, which would not say what was on the screen. */
const SEEN_WITHIN_MS = 120_000;

export type Tmux = {
  /** Types a line and Enter, or single keys by tmux's names. */
  readonly type: (text: string) => Promise<void>;
  readonly press: (key: string) => Promise<void>;
  /** Waits until the pane shows `pattern`, scrolled away or not: it must not fit what stood there before. Rejects with the screen. */
  readonly sees: (pattern: RegExp) => Promise<void>;
  /** The whole pane with what has scrolled away, as a person could read it. */
  readonly screen: () => Promise<string>;
  /** What the pane shows now, and nothing that has scrolled away. */
  readonly shown: () => Promise<string>;
  readonly resize: (columns: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A real terminal with a shell in which `live-origin` is the program. */
export async function openTmux(folder: string, columns = 100, rows = 40): Promise<Tmux> {
  const socket = ["-L", `live-origin-${randomUUID()}`, "-f", "/dev/null"];
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await run("tmux", [...socket, ...args], { env: cleanEnv(folder) })).stdout;
  const rc = `PS1='$ '; unset HISTFILE; live-origin() { '${process.execPath}' '${PROGRAM}' "$@"; }; clear`;
  await tmux(
    "new-session",
    "-d",
    "-x",
    String(columns),
    "-y",
    String(rows),
    "-c",
    folder,
    "bash --norc",
  );
  await tmux("send-keys", "-l", rc);
  await tmux("send-keys", "Enter");
  const screen = (): Promise<string> => tmux("capture-pane", "-p", "-J", "-S", "-");
  return {
    type: async (text) => {
      await tmux("send-keys", "-l", text);
      await tmux("send-keys", "Enter");
    },
    press: async (key) => void (await tmux("send-keys", key)),
    sees: async (pattern) => {
      const until = performance.now() + SEEN_WITHIN_MS;
      for (;;) {
        const shown = await screen();
        if (pattern.test(shown)) return;
        if (performance.now() > until) throw new Error(`never seen: ${String(pattern)}\n${shown}`);
        await new Promise((resolve) => {
          setTimeout(resolve, LOOK_EVERY_MS);
        });
      }
    },
    screen,
    shown: () => tmux("capture-pane", "-p", "-J"),
    resize: async (width) => void (await tmux("resize-window", "-x", String(width))),
    close: async () => void (await tmux("kill-server")),
  };
}
