import { EXIT, LiveOriginError } from "../config/failure.ts";
import { renderDiagnosis } from "../terminal/doctor-view.ts";
import { createHost } from "../cli/host.ts";
import type { Run } from "../cli/command.ts";
import type { DoctorFlags } from "../cli/command-flags.ts";
import { awsChecks } from "../doctor/aws.ts";
import { type DoctorFinding, runChecks, type Check } from "../doctor/check.ts";
import { keyFilesCheck } from "../doctor/key-files.ts";
import { machineChecks } from "../doctor/machine.ts";
import { momentoChecks } from "../doctor/momento.ts";
import { collectEvidence, type DoctorInput } from "../doctor/evidence.ts";
import { printPolicy } from "../doctor/print-policy.ts";
import { priceStack } from "../core/price/price-stack.ts";
import { readPrices } from "../gather/price-file.ts";
import type { PriceReport } from "../config/price.ts";
import { priceSentences } from "../terminal/price-words.ts";
import { quotaChecks } from "../doctor/quotas.ts";
import { rightsChecks } from "../doctor/rights.ts";

/** Says whether this machine and these accounts are ready, before anything is made. Reads only; exit 5 when they are not. */
export const runDoctor: Run<DoctorFlags> = async (invocation) => {
  const { output, flags } = invocation;
  await using host = await createHost(invocation, { asks: false });
  const prices = await readPrices(invocation);
  const input = await collectEvidence(invocation, host.emit);
  await using clients = input.clients;
  if (flags.printPolicy !== undefined) return await printPolicy(invocation, input);
  const { spec, rehearsal } = input;
  const pricing =
    spec instanceof LiveOriginError
      ? Promise.resolve(undefined)
      : priceStack(host, { spec, clients, prices }, { isRehearsal: rehearsal !== undefined });
  const found = await runChecks([
    ...machineChecks(invocation, input),
    keyFilesCheck(invocation.context),
    specCheck(input),
    priceCheck(pricing),
    ...awsChecks(invocation, input),
    ...rightsChecks(invocation, input),
    ...quotaChecks(invocation, input),
    ...momentoChecks(invocation, input),
  ]);
  const findings = namedOnce(found);
  const ok = findings.every(({ verdict }) => verdict !== "fail");
  const price = (await pricing) ?? null;
  output.result({ ok, findings, price }, renderDiagnosis(findings, output.outStyle));
  return ok ? EXIT.ok : EXIT.checkFailed;
};

/** What fails only because nobody is signed in to AWS is told once, where it begins. */
function namedOnce(findings: readonly DoctorFinding[]): readonly DoctorFinding[] {
  const cause = findings.find(({ id, verdict }) => id === "aws-identity" && verdict === "fail");
  return findings.map((finding) =>
    finding !== cause && finding.verdict === "fail" && finding.saw === cause?.saw
      ? { id: finding.id, about: finding.about, verdict: "skipped", saw: "because of aws-identity" }
      : finding,
  );
}

function priceCheck(pricing: Promise<PriceReport | undefined>): Check {
  return {
    id: "price",
    about: "spec",
    look: async () => {
      const price = await pricing;
      return price === undefined
        ? { verdict: "skipped", saw: "because of spec" }
        : { verdict: "pass", saw: priceSentences(price).join(" ") };
    },
  };
}

function specCheck({ spec }: DoctorInput): Check {
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
