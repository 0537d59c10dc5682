import { join, resolve } from "node:path";
import type { Invocation, Run } from "../cli/command.ts";
import type { ConformanceFlags } from "../cli/command-flags.ts";
import { type CommandHost, createHost } from "../cli/host.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { ourCommand } from "../cli/next-command.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { chosenProbes, PROBES } from "../conformance/all-probes.ts";
import { createLab } from "../conformance/lab.ts";
import { probeLines } from "../conformance/probe-list.ts";
import { sweepFunction } from "../conformance/probes/cloudfront.ts";
import { sweepOthers } from "../conformance/probes/parameters.ts";
import { reportDocument, reportMarkdown } from "../conformance/report.ts";
import { runProbes } from "../conformance/run-probes.ts";
import { provisionStack } from "../core/provision/provision-stack.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { removeDurably, writeDurably } from "../core/state/durable-file.ts";
import { readState, stackFiles } from "../core/state/stack-files.ts";
import { teardownStack } from "../core/teardown/teardown-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import {
  asProbeRun,
  gatherProbePlace,
  PROBE_SPEC,
  PROBE_STACK,
  type ProbePlace,
  probeRequest,
} from "../gather/probe-stack.ts";
import { connectWire, type WireClient } from "../services/aws/wire-client.ts";
import { VERSION } from "../version.ts";

/** What the shortest run costs, where nobody can be asked yet (Amazon's price list of 2026-09-18, us-east-1). */
const MINIMUM = "about 0.25 USD in us-east-1, Momento and CloudFront apart";

/** Asks the clouds, or a sandbox, what the sandbox assumes; with nothing chosen shows what there is to ask and its price. */
export const runConformance: Run<ConformanceFlags> = async (invocation) => {
  const { flags, output, context, mode } = invocation;
  const { chosen, unknown } = chosenProbes(flags.ask);
  if (unknown.length > 0)
    throw new LiveOriginError({
      code: "USAGE",
      message: `No probe and no group is called ${unknown.join(", ")}.`,
      hint: `See them all: ${ourCommand(["conformance"], invocation)}.`,
      resource: "--ask",
      exitCode: EXIT.usage,
    });
  const lines = probeLines(chosen, MINIMUM);
  if (flags.ask === undefined || flags.dryRun === true) {
    const probes = chosen.map(({ id, group, question, answer }) => ({
      id,
      group,
      question,
      answer,
    }));
    output.result(
      { probes },
      [...lines, "", "Ask with --ask reads|writes|show|all or ids."].join("\n"),
    );
    return EXIT.ok;
  }
  for (const line of lines) output.line(line);
  const makes = chosen.some(({ group }) => group !== "reads");
  if (makes && flags.acceptCharges !== true && !mode.isRehearsal)
    throw inputNeeded([{ flag: "--accept-charges", what: "the yes to what is listed above" }]);
  const place = await gatherProbePlace(invocation);
  const wire = wireTo(place);
  try {
    await cleanUp(invocation, place, wire);
    await using host = await createHost(invocation, { asks: false });
    const lab = createLab(host, place.region, wire);
    try {
      const results = await runProbes(probing(host), {
        chosen,
        lab,
        provision: async (encoderAuth) =>
          provisionStack(probing(host), await probeRequest(invocation, place, encoderAuth)),
        onResult: ({ probe, outcome, got }) => {
          if (outcome !== "confirmed")
            output.line(`${outcome}: ${probe.id}: ${got ?? ""} (the sandbox: ${probe.answer})`);
        },
      });
      const facts = {
        version: VERSION,
        date: new Date(host.clock.now()).toISOString(),
        asked: mode.isRehearsal ? "a sandbox" : "the clouds",
        region: place.region,
        results,
        register: PROBES,
      };
      const [document, markdown] = [reportDocument(facts), reportMarkdown(facts)];
      const out = resolve(context.cwd, flags.out ?? "conformance");
      await writeDurably(`${out}.json`, `${JSON.stringify(document, null, 2)}\n`);
      await writeDurably(`${out}.md`, markdown);
      output.result(document, `${markdown}\nWritten to ${out}.md and ${out}.json.`);
      return results.some(({ outcome }) => outcome === "contradicted") ? EXIT.checkFailed : EXIT.ok;
    } finally {
      await cleanUp(invocation, place, wire);
    }
  } finally {
    wire.close();
  }
};

function wireTo({ region, aws, rehearsal }: ProbePlace): WireClient {
  const credentials = { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" };
  const access = rehearsal === undefined ? { profile: aws.profile } : { credentials };
  return connectWire({ region, ...access }, (service) => rehearsal?.endpoints[service]);
}

/** The consent to the list is one to the stack that it needs, and to interrupting its show. */
function probing(host: CommandHost): CommandHost {
  const yes = new Set(["plan", "interruption", "replace-input"]);
  return {
    ...host,
    decide: (...questions) => Promise.resolve(questions.every(({ about }) => yes.has(about))),
  };
}

/** Removes what this run, or one that was killed, has made. A Ctrl-C does not stop it. */
async function cleanUp(
  invocation: Invocation<ConformanceFlags>,
  place: ProbePlace,
  wire: WireClient,
): Promise<void> {
  const { context, mode } = invocation;
  const files = stackFiles(context.cwd, PROBE_STACK, mode.isRehearsal);
  if ((await readState(files)) === undefined) return;
  const { signal } = new AbortController();
  const run = asProbeRun({ ...invocation, context: { ...context, signal } });
  await using host = await createHost(run, { asks: false });
  const lab = createLab(host, place.region, wire);
  await sweepFunction(lab);
  await sweepOthers(lab);
  const request = await gatherExistingStack(run, { readOnly: false, momento: "account" });
  await using existing = await openExistingStack(probing(host), request);
  await teardownStack(probing(host), { stack: existing.stack, isAlone: true });
  await removeDurably(join(context.cwd, PROBE_SPEC));
}
