import { EXIT } from "../config/failure.ts";
import type { SpecPart } from "../config/spec.ts";
import { renderLadder } from "../terminal/ladder-table.ts";
import { showDryRun } from "../cli/show-dry-run.ts";
import { showResult } from "../cli/show-result.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { whileWorking } from "../cli/interruption.ts";
import { readImportedKeys } from "../gather/imported-keys.ts";
import { offlineTarget, openTarget } from "../core/stack/connect-target.ts";
import { foretellAdoption } from "../core/provision/adopt-cache.ts";
import {
  carryOut,
  holdAgainstLimits,
  makePlan,
  requireKeys,
} from "../core/provision/provision-stack.ts";
import { requireFfmpeg } from "../rehearsal/require-ffmpeg.ts";
import { KINDS_OF } from "../core/stack/stack-resources.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { retireReplacedKeys } from "../core/keys/retire-keys.ts";
import { runProgress } from "../cli/run-progress.ts";
import { settle } from "../gather/gather-config.ts";
import { openStack } from "../core/stack/open-stack.ts";
import { tellFindings } from "../cli/config-warnings.ts";
import { nextCommand } from "../cli/next-command.ts";
import { untilDeployed } from "../core/provision/wait-deployed.ts";

/** Makes the Momento cache and its keys. */
export const runCreateOrigin: Run = (invocation) =>
  createPart(invocation, { part: "origin", parts: ["origin"], next: "create-channel" });

/** Makes the MediaLive input and channel. Needs the origin's keys. */
export const runCreateChannel: Run = (invocation) =>
  createPart(invocation, {
    part: "channel",
    parts: ["origin", "channel"],
    next: "create-cdn",
  });

/** Makes the CloudFront distribution. Needs the origin's keys. */
export const runCreateCdn: Run = (invocation) =>
  createPart(invocation, { part: "cdn", parts: ["origin", "cdn"], next: "start" });

type Part = {
  readonly part: SpecPart;
  readonly parts: readonly SpecPart[];
  /** The command that usually comes next. */
  readonly next: string;
};

async function createPart(invocation: Invocation, { part, parts, next }: Part): Promise<number> {
  const { flags, output, context } = invocation;
  const settled = await settle(invocation, { parts, startsSandbox: false, own: part });
  tellFindings(invocation, settled);
  const { spec, memory, rehearsal, momentoKey } = settled;
  const isOffline = flags["offline"] === true;
  const isDryRun = flags["dryRun"] === true;
  if (rehearsal !== undefined && part === "channel" && !isDryRun) await requireFfmpeg(spec);
  const { profile } = settled.aws;
  const makesOrigin = part === "origin";
  const targeting = { spec, profile, momentoKey, rehearsal, makesOrigin };
  const opened = isOffline
    ? offlineTarget(invocation, targeting)
    : await openTarget(invocation, targeting);
  const imported = await readImportedKeys(invocation, opened.cell);
  const stack = await openStack(invocation, {
    ...opened,
    spec,
    memory,
    imported,
    readOnly: isDryRun,
  });
  const progress = await runProgress(invocation);
  try {
    if (part === "channel")
      output.line(renderLadder(spec, { style: output.errStyle, columns: output.errColumns }));
    const plan = await makePlan(invocation, stack, KINDS_OF[part]);
    if (isDryRun) {
      await holdAgainstLimits(invocation, stack, plan);
      await foretellAdoption(invocation, stack, plan);
      showDryRun(invocation, stack, plan);
      return EXIT.ok;
    }
    if (part !== "origin") requireKeys(invocation, stack);
    await whileWorking(invocation, stack, async () => {
      await carryOut(invocation, stack, plan, progress);
      if (part === "cdn") await untilDeployed(invocation, stack, progress);
      await retireReplacedKeys(invocation, stack, progress);
    });
    const result = await buildResult(stack, context.signal, {
      isRehearsal: rehearsal !== undefined,
      verified: null,
      notes: progress.warnings(),
      next: nextCommand(next, spec.name, flags),
    });
    await showResult(invocation, result);
    return EXIT.ok;
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
}
