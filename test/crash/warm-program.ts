import { fork, type ChildProcess } from "node:child_process";
import { cleanEnv } from "../integration/support/cli.ts";
import type { Ended } from "../integration/support/stack-bed.ts";

/** The program in a process that stays, for one run after another. */
export type WarmProgram = {
  readonly run: (args: readonly string[]) => Promise<Ended>;
  readonly close: () => void;
};

/** The longest run takes seconds; one that hangs is a failure of its own. */
const RUN_DEADLINE_MS = 120_000;

/** Keeps the program warm in a folder. A process that dies or hangs is a run that ended with code null; the next gets a new one. */
export function keepWarm(entry: string, cwd: string): WarmProgram {
  let child: ChildProcess | undefined;
  const start = (): ChildProcess =>
    fork(entry, [], { cwd, env: cleanEnv(cwd), stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    run: (args) =>
      new Promise((done, failed) => {
        const process = (child ??= start());
        const deadline = setTimeout(() => process.kill("SIGKILL"), RUN_DEADLINE_MS);
        const finish = (ended: Ended): void => {
          clearTimeout(deadline);
          process.removeAllListeners();
          if (ended.code === null) child = undefined;
          done(ended);
        };
        process.once("error", failed);
        process.once("message", (ended) => finish(ended as Ended));
        process.once("exit", () =>
          finish({ code: null, stdout: "", stderr: "The process kept warm died or hung." }),
        );
        process.send([...args, "--sandbox"]);
      }),
    close: () => {
      child?.removeAllListeners();
      child?.kill("SIGKILL");
    },
  };
}
