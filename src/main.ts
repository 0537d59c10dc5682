import { setMaxListeners } from "node:events";
import { homedir, hostname } from "node:os";
import { realClock, type Context } from "./context.ts";
import { runProgram } from "./cli/program.ts";
import { EXIT } from "./config/failure.ts";
import { shellText } from "./config/shell-text.ts";

/** npm hands a terminal's Ctrl-C on a second time: what comes this soon after the first is the same key press. */
const SAME_KEY_PRESS_MS = 400;

/** Runs the command line and ends the process with its exit code: the SDKs keep timers and sockets that would not. */
export async function main(): Promise<void> {
  const interruption = new AbortController();
  // Every call in flight listens; eleven at once are no leak, and Node's warning would be noise.
  setMaxListeners(0, interruption.signal);
  let interruptedAt = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = name === "SIGTERM" ? 143 : EXIT.interrupted;
    if (interruption.signal.aborted) {
      if (realClock.now() - interruptedAt > SAME_KEY_PRESS_MS) process.exit(code);
      return;
    }
    interruptedAt = realClock.now();
    interruption.abort(new DOMException(name, "AbortError"));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // A closed pipe (`live-origin status | head -1`) is the reader's choice and no failure of ours.
  process.stdout.on("error", () => process.exit(EXIT.ok));
  process.stderr.on("error", () => undefined);

  const context: Context = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    homeFolder: homedir(),
    host: hostname(),
    pid: process.pid,
    nodeVersion: process.versions.node,
    commandLine: shellText(["live-origin", ...process.argv.slice(2)]),
    clock: realClock,
    random: Math.random,
    signal: interruption.signal,
    isAlive,
  };
  const code = await runProgram(process.argv.slice(2), context);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(code);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
