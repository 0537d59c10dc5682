import { EXIT, LiveOriginError } from "../spec/failure.ts";
import { renderDiagnosis } from "../terminal/doctor-view.ts";
import type { Run } from "./catalog.ts";
import { awsExaminations } from "./doctor/aws.ts";
import { examine, type Examination } from "./doctor/finding.ts";
import { machineExaminations } from "./doctor/machine.ts";
import { momentoExaminations } from "./doctor/momento.ts";
import { admit, type Patient } from "./doctor/patient.ts";
import { printPolicy } from "./doctor/print-policy.ts";
import { quotaExaminations } from "./doctor/quotas.ts";
import { rightsExaminations } from "./doctor/rights.ts";

/** Says whether this machine and these accounts are ready, before anything is made. Reads only; exit 5 when they are not. */
export const runDoctor: Run = async (invocation) => {
  const { output, flags } = invocation;
  const patient = await admit(invocation);
  try {
    if (flags["printPolicy"] !== undefined) return await printPolicy(invocation, patient);
    const findings = await examine([
      ...machineExaminations(invocation, patient),
      specExamination(patient),
      ...awsExaminations(invocation, patient),
      ...rightsExaminations(invocation, patient),
      ...quotaExaminations(invocation, patient),
      ...momentoExaminations(invocation, patient),
    ]);
    const ok = findings.every(({ verdict }) => verdict !== "fail");
    output.result({ ok, findings }, renderDiagnosis(findings, output.outStyle));
    return ok ? EXIT.ok : EXIT.checkFailed;
  } finally {
    await patient.clouds.close();
  }
};

function specExamination({ spec }: Patient): Examination {
  return {
    id: "spec",
    about: "spec",
    look: () => {
      if (spec instanceof LiveOriginError) throw spec;
      const { name, channel } = spec;
      return Promise.resolve({
        verdict: "pass",
        saw: `${name}: ${channel.ladder.length} rungs, segments of ${channel.segmentSeconds} s`,
      });
    },
  };
}
