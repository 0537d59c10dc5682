import { test } from "vitest";
import type { CallObserver } from "../../src/sandbox/faults.ts";
import { runCli, startCli } from "./support/cli.ts";
import { rehearsal } from "./support/rehearsal.ts";

/** With which signal the process is ended after which call, the how many-th, asking what. */
const MOMENTS = [
  ["SIGKILL", "CreateDistributionWithTags", 1, "momento-put"],
  ["SIGKILL", "PutParameter", 1, "ssm-slash"],
  ["SIGKILL", "StartChannel", 1, "encoder-names"],
  ["SIGKILL", "StartChannel", 2, "encoder-alert"],
  ["SIGINT", "StartChannel", 1, "encoder-names"],
] as const;

test.concurrent.for(MOMENTS)(
  "conformance that gets %s after %s (%i) leaves nothing once it has run again",
  async ([signal, operation, count, probe], { expect }) => {
    let left: number = count;
    let watch: CallObserver | undefined;
    const bed = await rehearsal({ onCall: (phase, call) => watch?.(phase, call) });
    try {
      const run = startCli(["conformance", "--sandbox", "--ask", probe], { cwd: bed.path });
      watch = (phase, call) => {
        if (phase === "after" && call.operation === operation && --left === 0)
          run.child.kill(signal);
      };
      const { code, stderr } = await run.finished;
      watch = undefined;
      expect(code, stderr).toBe(signal === "SIGKILL" ? null : 130);
      if (signal === "SIGKILL") {
        expect(bed.kinds()).not.toEqual([]);
        // What is on air ends by itself, also with a wrong key.
        if (operation === "StartChannel") expect(bed.kinds()).toContain("schedule");
        const again = ["conformance", "--sandbox", "--ask", "sts-identity"];
        const { code: ended, stderr: said } = await runCli(again, { cwd: bed.path });
        expect(ended, said).toBe(0);
      }
      expect(bed.kinds()).toEqual([]);
    } finally {
      await bed.close();
    }
  },
);
