import { SPEC_PARTS } from "../config/spec.ts";
import type { ExitCode } from "../config/failure.ts";
import type { Invocation, Run } from "../cli/command.ts";
import type { InitFlags } from "../cli/command-flags.ts";
import { printConfigWarnings } from "../cli/config-warnings.ts";
import { createHost } from "../cli/host.ts";
import { runAfterProvision } from "../cli/run-after-provision.ts";
import { showDryRun } from "../cli/show-dry-run.ts";
import { withoutSandbox } from "../cli/without-sandbox.ts";
import { durationFlag, stopAfterMs } from "../config/text/duration.ts";
import { nextCommand } from "../cli/next-command.ts";
import { provisionStack } from "../core/provision/provision-stack.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { RESOURCE_KINDS } from "../core/state/state.ts";
import { gatherConfig, type GatheredConfig } from "../gather/gather-config.ts";
import { provisionRequest } from "../gather/provision-request.ts";
import { askStackAction } from "../gather/wizard/ask-stack-action.ts";
import { offerFile } from "../gather/wizard/offer-file.ts";
import { offerObsProfile } from "../gather/wizard/offer-obs-profile.ts";
import { printTranscript } from "../gather/wizard/transcript.ts";
import { forgetRehearsal } from "../rehearsal/forget-rehearsal.ts";
import { memoryNeeded } from "../rehearsal/memory-needed.ts";
import { requireFfmpeg } from "../rehearsal/require-ffmpeg.ts";
import { sandboxOptions } from "../rehearsal/sandbox-options.ts";
import { startLocalSandbox } from "../rehearsal/start-sandbox.ts";
import { renderLadder } from "../terminal/ladder-table.ts";
import { wrappedAt } from "../terminal/wrapped.ts";

/**
 * Sets up the whole workflow: cache, keys, channel, distribution. Leaves the channel stopped unless told otherwise. Whether it is
 * a rehearsal has been asked before this was loaded.
 */
export const runInit: Run<InitFlags> = async (chosen) => {
  const forMs = chosen.flags.for;
  const action = await askStackAction(chosen);
  const other = chosen.commands.find(({ name }) => name === action);
  if (other !== undefined) return other.run(chosen.typed, () => Promise.resolve(chosen));
  const gathered = await gatherConfig(chosen, {
    parts: SPEC_PARTS,
    startsSandbox: true,
    wizard: action !== "repair",
  });
  const { eventMs } = gathered;
  const start =
    eventMs == null
      ? []
      : [nextCommand(`start --for ${durationFlag(eventMs)}`, gathered.spec.name, chosen)];
  const invocation = printTranscript(chosen, gathered.transcript, start);
  const { flags, context, mode } = invocation;
  printConfigWarnings(invocation, gathered);
  const startsSandbox =
    mode.isRehearsal && flags.offline !== true && gathered.rehearsal === undefined;
  if (mode.isRehearsal && flags.dryRun !== true) await requireFfmpeg(gathered.spec);
  if (!startsSandbox) return initAt(invocation, gathered, { forMs, ownSandbox: false });

  await using local = await startLocalSandbox(
    context,
    await sandboxOptions(invocation, gathered.spec),
  );
  try {
    const again = await gathered.resolveAgain(local.file);
    const rehearsing = { ...gathered, ...again, rehearsal: local.file };
    return await initAt(invocation, rehearsing, { forMs, ownSandbox: true });
  } catch (error) {
    throw withoutSandbox(error, context.commandLine);
  } finally {
    await forgetRehearsal(context.cwd, gathered.spec.name);
  }
};

type InitOptions = { readonly forMs: number | undefined; readonly ownSandbox: boolean };

async function initAt(
  invocation: Invocation<InitFlags>,
  gathered: GatheredConfig,
  options: InitOptions,
): Promise<ExitCode> {
  const { flags, output } = invocation;
  const { spec } = gathered;
  const answeredMs = gathered.eventMs;
  const eventMs = options.forMs ?? stopAfterMs(spec.channel) ?? answeredMs ?? undefined;
  const request = {
    ...(await provisionRequest(invocation, gathered, RESOURCE_KINDS)),
    eventSeconds: eventMs === undefined ? undefined : eventMs / 1000,
    endsBySchedule: (options.forMs ?? answeredMs) != null && !options.ownSandbox,
  };
  let afterwards = invocation;
  await using host = await createHost(invocation, {
    whenConnected: () => {
      const ladder = renderLadder(spec, {
        style: output.errStyle,
        columns: output.errColumns,
        isRehearsal: gathered.rehearsal !== undefined,
      });
      const memory =
        gathered.rehearsal === undefined
          ? ""
          : `\n${wrappedAt(memoryNeeded(spec, gathered.rehearsal.memoryMiB), output.errColumns, "  ")}`;
      output.line(`\n${ladder}${memory}\n`);
    },
    whenAgreed: async () => {
      await offerFile(invocation, gathered.transcript);
      afterwards = await offerObsProfile(invocation, gathered.transcript, spec);
    },
  });
  if (flags.dryRun === true) return showDryRun(invocation, host, request);
  await using stack = await provisionStack(host, request);
  const isRehearsal = gathered.rehearsal !== undefined;
  return await whileWorking(host, { stack }, () =>
    runAfterProvision(afterwards, host, { stack, ...options, answeredMs, isRehearsal }),
  );
}
