import { test } from "vitest";
import type { CallObserver } from "../../src/sandbox/faults.ts";
import { runCli, startCli } from "./support/cli.ts";
import { rehearsal } from "./support/rehearsal.ts";

/** With which signal the process is ended after which call, asking what. */
const MOMENTS = [
  ["SIGKILL", "CreateDistributionWithTags", "momento-put"],
  ["SIGKILL", "PutParameter", "ssm-slash"],
  ["SIGKILL", "StartChannel", "encoder-names"],
  ["SIGINT", "StartChannel", "encoder-names"],
] as const;

test.concurrent.for(MOMENTS)(
  "conformance that gets %s after %s leaves nothing once it has run again",
  async ([signal, operation, probe], { expect }) => {
    let watch: CallObserver | undefined;
    const bed = await rehearsal({ onCall: (phase, call) => watch?.(phase, call) });
    try {
      const run = startCli(["conformance", "--sandbox", "--ask", probe], { cwd: bed.path });
      watch = (phase, call) => {
        if (phase === "after" && call.operation === operation) run.child.kill(signal);
      };
      const { code, stderr } = await run.finished;
      watch = undefined;
      expect(code, stderr).toBe(signal === "SIGKILL" ? null : 130);
      if (signal === "SIGKILL") {
        expect(bed.kinds()).not.toEqual([]);
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
