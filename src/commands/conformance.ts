import { join } from "node:path";
import type { Invocation, Run } from "../cli/command.ts";
import type { ConformanceFlags } from "../cli/command-flags.ts";
import { type CommandHost, createHost } from "../cli/host.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { ourCommand } from "../cli/next-command.ts";
import type { PriceReport } from "../config/price.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { chosenProbes, PROBES } from "../conformance/all-probes.ts";
import { createLab } from "../conformance/lab.ts";
import { probeLines, showRuns } from "../conformance/probe-list.ts";
import { sweepFunction } from "../conformance/probes/cloudfront.ts";
import { sweepOthers } from "../conformance/probes/other-services.ts";
import { reportDocument, reportMarkdown } from "../conformance/report.ts";
import { type ProbeResult, runProbes } from "../conformance/run-probes.ts";
import { provisionStack } from "../core/provision/provision-stack.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { removeDurably, writeDurably } from "../core/state/durable-file.ts";
import { isThere, readState, stackFiles } from "../core/state/stack-files.ts";
import { teardownStack } from "../core/teardown/teardown-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import {
  asProbeRun,
  gatherProbePlace,
  probePrice,
  PROBE_SPEC,
  PROBE_STACK,
  type ProbePlace,
  probeRequest,
} from "../gather/probe-stack.ts";
import { reportPath } from "../gather/report-path.ts";
import { connectWire, type WireClient } from "../services/aws/wire-client.ts";
import { eventSentence, shortSource } from "../terminal/price-words.ts";
import { VERSION } from "../version.ts";

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
  const runs = showRuns(chosen);
  await using asked = await createHost(invocation, { asks: false });
  const price = runs === 0 ? null : await probePrice(invocation, asked, runs);
  const lines = [...probeLines(chosen), ...(price === null ? [] : priceWords(price))];
  if (flags.ask === undefined || flags.dryRun === true) {
    const probes = chosen.map(({ id, group, question, answer }) => ({
      id,
      group,
      question,
      answer,
    }));
    output.result(
      { probes, price },
      [...lines, "", "Ask with --ask reads|writes|show|all or ids."].join("\n"),
    );
    return EXIT.ok;
  }
  for (const line of lines) output.line(line);
  const makes = chosen.some(({ group }) => group !== "reads");
  if (makes && flags.acceptCharges !== true && !mode.isRehearsal)
    throw inputNeeded([{ flag: "--accept-charges", what: "consent to what is listed above" }]);
  const out = await reportPath(context.cwd, flags.out);
  const place = await gatherProbePlace(invocation);
  const wire = wireTo(place);
  try {
    await cleanUp(invocation, place, wire);
    await using host = await createHost(invocation, { asks: false });
    const lab = createLab(host, place.region, wire);
    const results: ProbeResult[] = [];
    const write = async (): Promise<readonly [document: object, markdown: string]> => {
      const facts = {
        version: VERSION,
        date: new Date(host.clock.now()).toISOString(),
        asked: mode.isRehearsal ? "a sandbox" : "the clouds",
        region: place.region,
        results,
        register: PROBES,
      };
      const [document, markdown] = [reportDocument(facts), reportMarkdown(facts)];
      await writeDurably(`${out}.json`, `${JSON.stringify(document, null, 2)}\n`);
      await writeDurably(`${out}.md`, markdown);
      return [document, markdown];
    };
    try {
      await runProbes(probing(host), {
        chosen,
        lab,
        provision: async (encoderAuth) =>
          provisionStack(probing(host), await probeRequest(invocation, place, encoderAuth)),
        onResult: (result) => {
          results.push(result);
          const { probe, outcome, got = "" } = result;
          if (outcome !== "confirmed")
            output.line(`${outcome}: ${probe.id}: ${got} (the sandbox: ${probe.answer})`);
        },
      });
      const [document, markdown] = await write();
      output.result(document, `${markdown}\nWritten to ${out}.md and ${out}.json.`);
      return results.some(({ outcome }) => outcome === "contradicted") ? EXIT.checkFailed : EXIT.ok;
    } catch (error) {
      if (results.length > 0) {
        await write();
        output.line(`Written to ${out}.md and ${out}.json, as far as it went.`);
      }
      throw error;
    } finally {
      await cleanUp(invocation, place, wire);
    }
  } finally {
    wire.close();
  }
};

function priceWords(price: PriceReport): readonly string[] {
  const known = eventSentence(price);
  if (known.length === 0) return [`What that costs in ${price.region} is not known.`];
  const missing = (price.event ?? price.minimum).notKnown.join(", ");
  const without = missing === "" ? "" : `; without ${missing} (--prices FILE adds it)`;
  return known.map((sentence) => `${sentence} Prices: ${shortSource(price)}${without}.`);
}

function wireTo({ region, aws, rehearsal }: ProbePlace): WireClient {
  const credentials = { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" };
  const access = rehearsal === undefined ? { profile: aws.profile } : { credentials };
  return connectWire({ region, ...access }, (service) => rehearsal?.endpoints[service]);
}

/** Consent to the listed probes covers the stack that they need, and interrupting its show. */
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
  if ((await readState(files)) === undefined) return forgetSpec(context.cwd, mode.isRehearsal);
  if (!(await isThere(join(context.cwd, PROBE_SPEC))))
    throw new LiveOriginError({
      code: "USAGE",
      message: `This folder has a stack of its own that is called ${PROBE_STACK}, as the probes' would be. Nothing was asked.`,
      hint: "Ask from an empty folder.",
      exitCode: EXIT.usage,
    });
  const { signal } = new AbortController();
  const run = asProbeRun({ ...invocation, context: { ...context, signal } });
  await using host = await createHost(run, { asks: false });
  const lab = createLab(host, place.region, wire);
  await sweepFunction(lab);
  await sweepOthers(lab);
  const request = await gatherExistingStack(run, { readOnly: false, momento: "account" });
  await using existing = await openExistingStack(probing(host), request);
  await teardownStack(probing(host), { stack: existing.stack, isAlone: true });
  await forgetSpec(context.cwd, mode.isRehearsal);
}

/** The clouds and a sandbox may each have a stack of this Spec. */
async function forgetSpec(cwd: string, isRehearsal: boolean): Promise<void> {
  const other = await readState(stackFiles(cwd, PROBE_STACK, !isRehearsal));
  if (other === undefined) await removeDurably(join(cwd, PROBE_SPEC));
}
