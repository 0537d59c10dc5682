import { fork, type ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { cleanEnv } from "../integration/support/cli.ts";
import type { Ended } from "../integration/support/stack-bed.ts";

/** The program in processes that stay, for one run after another, as many at once as are asked for. */
export type WarmProgram = {
  readonly run: (args: readonly string[], cwd: string) => Promise<Ended>;
  readonly close: () => void;
};

/** The longest run takes seconds; one that hangs is a failure of its own. */
const RUN_DEADLINE_MS = 120_000;

/** Keeps the program warm. A process that dies or hangs is a run that ended with code null, and is not used again. */
export function keepWarm(entry: string): WarmProgram {
  const idle: ChildProcess[] = [];
  const start = (): ChildProcess =>
    fork(entry, [], {
      env: cleanEnv(tmpdir()),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  return {
    run: (args, cwd) =>
      new Promise((done, failed) => {
        const process = idle.pop() ?? start();
        const deadline = setTimeout(() => process.kill("SIGKILL"), RUN_DEADLINE_MS);
        const finish = (ended: Ended): void => {
          clearTimeout(deadline);
          process.removeAllListeners();
          if (ended.code !== null) idle.push(process);
          done(ended);
        };
        process.once("error", failed);
        process.once("message", (ended) => finish(ended as Ended));
        process.once("exit", () =>
          finish({ code: null, stdout: "", stderr: "The process kept warm died or hung." }),
        );
        process.send({ args: [...args, "--sandbox"], cwd });
      }),
    close: () => {
      for (const process of idle) process.kill("SIGKILL");
    },
  };
}
