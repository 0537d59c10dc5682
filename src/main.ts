import { homedir, hostname } from "node:os";
import { realClock, type Context } from "./context.ts";
import { runProgram } from "./cli/program.ts";
import { EXIT } from "./config/failure.ts";
import { listenForEndings } from "./process/endings.ts";
import { shellText } from "./config/shell-text.ts";

/** Runs the command line and ends the process with its exit code: the SDKs keep timers and sockets that would not. */
export async function main(): Promise<void> {
  const { signal, outputLost } = listenForEndings(process, realClock.now);
  // Git Bash and its like say which shell they are; Windows' own do not.
  const isPosix = process.platform !== "win32" || process.env["SHELL"] !== undefined;
  const shell = isPosix ? "posix" : "powershell";
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
    commandLine: shellText(["live-origin", ...process.argv.slice(2)], shell),
    shell,
    clock: realClock,
    random: Math.random,
    signal,
    isAlive,
  };
  const code = await runProgram(process.argv.slice(2), context);
  await flush(process.stdout);
  const lost = outputLost();
  if (lost !== undefined)
    process.stderr.write(`✗ What this command prints could not be written (${lost}).\n`);
  await flush(process.stderr);
  process.exit(lost === undefined || code !== EXIT.ok ? code : EXIT.failed);
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
