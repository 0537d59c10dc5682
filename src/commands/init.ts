import { EXIT } from "../config/failure.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { parseDurationMs } from "../cli/parse-duration.ts";
import { finishInit } from "./finish-init.ts";
import { forgetRehearsal } from "../rehearsal/forget-stack-files.ts";
import { whileWorking, withoutSandbox } from "../cli/interruption.ts";
import { readImportedKeys } from "../gather/imported-keys.ts";
import { startLocalSandbox } from "../rehearsal/start-sandbox.ts";
import { offlineTarget, openTarget } from "../core/stack/connect-target.ts";
import { foretellAdoption } from "../core/provision/adopt-cache.ts";
import { carryOut, holdAgainstLimits, makePlan } from "../core/provision/provision-stack.ts";
import { RESOURCE_KINDS } from "../core/state/state.ts";
import { retireReplacedKeys } from "../core/keys/retire-keys.ts";
import { runProgress } from "../cli/run-progress.ts";
import { sandboxOptions } from "../rehearsal/sandbox-options.ts";
import { settle, type Settled } from "../gather/gather-config.ts";
import { openStack } from "../core/stack/open-stack.ts";
import { renderLadder } from "../terminal/ladder-table.ts";
import { renderWhere } from "../terminal/where-view.ts";
import { showDryRun } from "../cli/show-dry-run.ts";
import { tellFindings } from "../cli/config-warnings.ts";
import { chooseStage } from "../gather/wizard/ask-mode.ts";
import { offerFile } from "../gather/wizard/offer-file.ts";
import { offerObsProfile } from "../gather/wizard/offer-obs-profile.ts";
import { tellRecord } from "../gather/wizard/transcript.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import { memoryNeeded } from "../rehearsal/memory-needed.ts";
import { requireFfmpeg } from "../rehearsal/require-ffmpeg.ts";

/** Sets up the whole workflow: cache, keys, channel, distribution. Leaves the channel stopped unless told otherwise. */
export const runInit: Run = async (started) => {
  const forMs =
    typeof started.flags["for"] === "string"
      ? parseDurationMs(started.flags["for"], "--for")
      : undefined;
  const chosen = await chooseStage(started);
  const settled = await settle(chosen, {
    parts: ["origin", "channel", "cdn"],
    startsSandbox: true,
    wizard: true,
  });
  const invocation = tellRecord(chosen, settled.told);
  const { flags, context } = invocation;
  tellFindings(invocation, settled);
  const startsSandbox =
    flags["sandbox"] === true && flags["offline"] !== true && settled.rehearsal === undefined;
  if (flags["sandbox"] === true && flags["dryRun"] !== true) await requireFfmpeg(settled.spec);
  if (!startsSandbox) return initAt(invocation, settled, { forMs, ownSandbox: false });

  const local = await startLocalSandbox(context, await sandboxOptions(invocation, settled.spec));
  try {
    const again = await settled.resolveAgain(local.file);
    const rehearsing = { ...settled, ...again, rehearsal: local.file };
    return await initAt(invocation, rehearsing, { forMs, ownSandbox: true });
  } catch (error) {
    throw withoutSandbox(error, context.commandLine);
  } finally {
    await forgetRehearsal(context.cwd, settled.spec.name);
    await local.close();
  }
};

type InitOptions = { readonly forMs: number | undefined; readonly ownSandbox: boolean };

async function initAt(
  invocation: Invocation,
  settled: Settled,
  options: InitOptions,
): Promise<number> {
  const { flags, output } = invocation;
  const { spec, memory, rehearsal, momentoKey } = settled;
  const { profile } = settled.aws;
  const targeting = { spec, profile, momentoKey, rehearsal, makesOrigin: true };
  const isOffline = flags["offline"] === true;
  const opened = isOffline
    ? offlineTarget(invocation, targeting)
    : await openTarget(invocation, targeting);
  const imported = await readImportedKeys(invocation, opened.cell);
  const isDryRun = flags["dryRun"] === true;
  const stack = await openStack(invocation, {
    ...opened,
    spec,
    memory,
    imported,
    readOnly: isDryRun,
  });
  const progress = await runProgress(invocation);
  try {
    const { account, identity, cell } = opened;
    if (identity !== undefined)
      output.line(renderWhere({ account, region: spec.region, identity, cell }, output.errStyle));
    output.line("");
    output.line(renderLadder(spec, { style: output.errStyle, columns: output.errColumns }));
    if (rehearsal !== undefined)
      output.line(wrappedAt(memoryNeeded(spec), output.errColumns, "  "));
    output.line("");
    const plan = await makePlan(invocation, stack, RESOURCE_KINDS);
    if (isDryRun) {
      await holdAgainstLimits(invocation, stack, plan);
      await foretellAdoption(invocation, stack, plan);
      showDryRun(invocation, stack, plan);
      return EXIT.ok;
    }
    return await whileWorking(invocation, stack, async () => {
      let told = invocation;
      await carryOut(invocation, stack, plan, progress, async () => {
        await offerFile(invocation, settled.told);
        told = await offerObsProfile(invocation, settled.told, spec);
      });
      await retireReplacedKeys(invocation, stack, progress);
      return finishInit(told, stack, progress, {
        ...options,
        isRehearsal: rehearsal !== undefined,
      });
    });
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
}
