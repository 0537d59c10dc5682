import type { Invocation, Run } from "../cli/command.ts";
import type { CdnFlags } from "../cli/command-flags.ts";
import type { MakingFlags, ProvisionFlags } from "../cli/flags.ts";
import { printConfigWarnings } from "../cli/config-warnings.ts";
import { type CommandHost, createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { showDryRun } from "../cli/show-dry-run.ts";
import { showResult } from "../cli/show-result.ts";
import { EXIT, type ExitCode } from "../config/failure.ts";
import type { SpecPart } from "../config/spec.ts";
import { provisionStack } from "../core/provision/provision-stack.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { waitDeployedEverywhere } from "../core/provision/wait-deployed.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { KINDS_OF } from "../core/stack/stack-resources.ts";
import type { Stack } from "../core/stack/stack.ts";
import { gatherConfig } from "../gather/gather-config.ts";
import { provisionRequest } from "../gather/provision-request.ts";
import { channelRuns } from "../core/channel/channel-runs.ts";
import { nextVerb } from "../gather/repair-command.ts";
import { requireFfmpeg } from "../rehearsal/require-ffmpeg.ts";
import { renderLadder } from "../terminal/ladder-table.ts";

/** Makes the Momento cache and its keys. */
export const runCreateOrigin: Run<ProvisionFlags> = (invocation) =>
  createPart(invocation, { part: "origin", parts: ["origin"] });

type Part = {
  readonly part: SpecPart;
  readonly parts: readonly SpecPart[];
};

/** What the three commands that make one part do. Throws what gathering and provisioning throw. */
export async function createPart(
  invocation: Invocation<MakingFlags & Partial<CdnFlags & ProvisionFlags>>,
  { part, parts }: Part,
): Promise<ExitCode> {
  const { flags, output } = invocation;
  const gathered = await gatherConfig(invocation, { parts, startsSandbox: false, own: part });
  printConfigWarnings(invocation, gathered);
  const { spec, rehearsal } = gathered;
  const isDryRun = flags.dryRun === true;
  if (rehearsal !== undefined && part === "channel" && !isDryRun) await requireFfmpeg(spec);
  const request = await provisionRequest(invocation, gathered, KINDS_OF[part]);
  await using host = await createHost(invocation);
  if (part === "channel")
    output.line(
      renderLadder(spec, {
        style: output.errStyle,
        columns: output.errColumns,
        isRehearsal: rehearsal !== undefined,
      }),
    );
  if (isDryRun) return showDryRun(invocation, host, request);
  await using stack = await provisionStack(host, request);
  if (part === "cdn" && flags.wait !== false)
    await whileWorking(host, { stack }, () => waitDeployedEverywhere(host, stack));
  const result = await buildResult(stack, host.signal, {
    isRehearsal: rehearsal !== undefined,
    show: null,
    notes: host.warnings(),
    price: stack.price,
    next: nextCommand(await verbAfter(host, { stack, part }), spec.name, invocation),
  });
  await showResult(invocation, result);
  return EXIT.ok;
}

/** The origin alone may have been made without AWS credentials, so AWS is not asked what runs. */
async function verbAfter(
  host: CommandHost,
  { stack, part }: { readonly stack: Stack; readonly part: SpecPart },
): Promise<string> {
  const { resources } = stack.planContext();
  const isWhole = resources.channel !== undefined && resources.distribution !== undefined;
  if (part === "origin") return isWhole ? "status" : nextVerb(resources, false);
  return nextVerb(resources, isWhole && (await channelRuns(host, stack)));
}
