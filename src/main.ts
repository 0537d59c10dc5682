import { setMaxListeners } from "node:events";
import { homedir, hostname } from "node:os";
import { realClock, type Context } from "./context.ts";
import { runProgram } from "./cli/program.ts";
import { EXIT } from "./config/failure.ts";
import { withUpperCaseNames } from "./platform/environment.ts";
import { programWords } from "./platform/program-words.ts";
import { isProcessAlive } from "./platform/process-alive.ts";
import { shellOf } from "./platform/shell.ts";
import { listenForEndings } from "./process/endings.ts";
import { shellText } from "./config/text/shell-text.ts";

/** Calls, waits and helpers that listen to one signal at the same time: dozens in a large stack. More would be a leak, and Node says so. */
const MOST_LISTENERS = 64;

/** Runs the command line and ends the process with its exit code: the SDKs keep timers and sockets that would not. */
export async function main(): Promise<void> {
  setMaxListeners(MOST_LISTENERS);
  const { signal, outputLost, leaveDeadTerminal } = listenForEndings(process, realClock.now);
  const shell = shellOf(process.env);
  const env = withUpperCaseNames(process.env);
  const cwd = process.cwd();
  const program = programWords({ script: process.argv[1] ?? "", cwd, env });
  const context: Context = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    cwd,
    homeFolder: homedir(),
    host: hostname(),
    pid: process.pid,
    nodeVersion: process.versions.node,
    program,
    commandLine: shellText([...program, ...process.argv.slice(2)], shell),
    shell,
    clock: realClock,
    random: Math.random,
    signal,
    isAlive: (pid) => isProcessAlive(pid),
  };
  const code = await runProgram(process.argv.slice(2), context);
  await flush(process.stdout);
  const lost = outputLost();
  if (lost !== undefined)
    process.stderr.write(`✗ What this command prints could not be written (${lost}).\n`);
  await flush(process.stderr);
  await leaveDeadTerminal();
  process.exit(lost === undefined || code !== EXIT.ok ? code : EXIT.failed);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
