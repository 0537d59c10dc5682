import { EXIT } from "../config/failure.ts";
import { confirm } from "../terminal/ask.ts";
import type { Progress } from "../terminal/progress.ts";
import { leavingMeans } from "../terminal/leaving.ts";
import { stoppingWords } from "../cli/interruption.ts";
import { showResult } from "../cli/show-result.ts";
import { ASKED } from "../gather/wizard/prompts.ts";
import type { Invocation } from "../cli/command.ts";
import { channelRuns, startStack, stopStack, untilItPlays } from "../core/channel/run-channel.ts";
import { isInteractive } from "../cli/interactive.ts";
import { buildResult, type ResultDocument } from "../core/provision/stack-result.ts";
import type { RunProgress } from "../cli/run-progress.ts";
import { openStack, type Stack } from "../core/stack/open-stack.ts";
import { writeObsProfile } from "../core/provision/write-obs-profile.ts";
import { tearDownStack } from "../core/teardown/teardown-stack.ts";
import { untilInterrupted } from "../cli/until-interrupted.ts";
import { untilDeployed } from "../core/provision/wait-deployed.ts";
import { nextCommand } from "../cli/next-command.ts";
import { variantsAtEdge } from "../verify/first-picture.ts";

export type Finishing = {
  /** `--for`, in milliseconds. */
  readonly forMs: number | undefined;
  /** This run started the sandbox: it ends with the run, and the stack with it. */
  readonly ownSandbox: boolean;
  readonly isRehearsal: boolean;
};

/** After everything exists: start it if wanted, show the result, keep it as long as asked, and undo what this run started. */
export async function finishInit(
  invocation: Invocation,
  stack: Stack,
  progress: RunProgress,
  finishing: Finishing,
): Promise<number> {
  const { output, flags, context } = invocation;
  const report = async (verified: boolean | null): Promise<ResultDocument> =>
    buildResult(stack, context.signal, {
      isRehearsal: finishing.isRehearsal,
      verified,
      notes: progress.warnings(),
      next: nextCommand(
        verbAfter(finishing, await channelRuns(invocation, stack)),
        stack.spec.name,
        invocation.flags,
      ),
    });
  await writeObsProfile(invocation, stack);
  const wantsStart =
    flags["start"] === true ||
    finishing.forMs !== undefined ||
    (await wantsStartNow(invocation, stack, finishing));
  if (!wantsStart) {
    await untilDeployed(invocation, stack, progress);
    const result = await report(null);
    await showResult(invocation, result);
    if (!finishing.ownSandbox) return EXIT.ok;
    await stack.release();
    await keep(invocation, finishing);
    await undo(invocation, stack, progress, finishing, false);
    return EXIT.ok;
  }

  const before = await buildResult(stack, context.signal, {
    isRehearsal: finishing.isRehearsal,
    verified: null,
    next: "",
  });
  if (before.ingest?.server !== undefined)
    output.line(
      `Push now: server ${before.ingest.server}${before.ingest.streamKey === undefined ? "" : `, stream key ${before.ingest.streamKey}`}`,
    );
  const keeps = finishing.forMs !== undefined || finishing.ownSandbox;
  const ranBefore = await channelRuns(invocation, stack);
  const earlier =
    before.playbackUrl === null || ranBefore ? undefined : await variantsAtEdge(before.playbackUrl);
  let verified: boolean | null = null;
  try {
    await Promise.all([
      startStack(invocation, stack, progress),
      untilDeployed(invocation, stack, progress),
    ]);
    if (before.playbackUrl !== null) {
      const look = await untilItPlays(invocation, before.playbackUrl, progress, earlier);
      verified = look.plays;
      if (!look.plays) output.warn(`It does not play yet: ${look.why}.`);
    }
    const result = await report(verified);
    const shown = finishing.forMs === undefined || !output.json;
    if (shown) await showResult(invocation, result);
    // Other commands may work on the stack while this one only keeps it.
    if (keeps) await stack.release();
    if (keeps) await keep(invocation, finishing);
    if (!shown) output.result(result, "");
  } catch (error) {
    if (keeps) await undo(invocation, stack, progress, finishing, !ranBefore);
    throw error;
  }
  if (keeps) await undo(invocation, stack, progress, finishing, !ranBefore);
  if (context.signal.aborted && finishing.forMs !== undefined) return EXIT.interrupted;
  return verified === false ? EXIT.checkFailed : EXIT.ok;
}

/** Waits for `--for`, or until Ctrl-C or the end of the terminal. */
async function keep(
  { context, output }: Invocation,
  { forMs, ownSandbox }: Finishing,
): Promise<void> {
  if (forMs === undefined) {
    output.line(
      ownSandbox ? "The sandbox runs in this command. Ctrl-C ends it and removes everything." : "",
    );
    await untilInterrupted(context.signal);
    return;
  }
  output.line(`Running for ${Math.round(forMs / 1000)} s; Ctrl-C ends it earlier.`);
  await context.clock.sleep(forMs, context.signal).catch(() => undefined);
  // The one place that decides what a hang-up means for a run with `--for`: nothing in the cloud would stop the channel, so
  // this run does, as for a Ctrl-C.
  if (context.signal.aborted)
    output.line(`${stoppingWords(context.signal)}: what this run started is stopped again.`);
}

/**
 * Stops what this run started and, when the sandbox ends with it, removes everything, whatever other commands have done
 * meanwhile. Not stopped by the first Ctrl-C.
 */
async function undo(
  invocation: Invocation,
  stack: Stack,
  progress: Progress,
  { forMs, ownSandbox }: Finishing,
  started: boolean,
): Promise<void> {
  const calm = {
    ...invocation,
    flags: { ...invocation.flags, waitLock: true, rebuildState: undefined },
    context: { ...invocation.context, signal: new AbortController().signal },
  };
  await stack.release();
  const { spec, account, target, clouds, imported } = stack;
  const opening = { spec, account, target, clouds, imported, readOnly: false };
  // What opening warns of was said when this run began.
  const quiet = { ...calm, output: { ...calm.output, warn: () => undefined } };
  const now = await openStack(quiet, opening);
  try {
    if (forMs !== undefined && started && now.scope().rows.channel !== undefined)
      await stopStack(calm, now, progress);
    if (ownSandbox) await tearDownStack(calm, now, progress);
  } finally {
    await now.release();
  }
}

async function wantsStartNow(
  invocation: Invocation,
  stack: Stack,
  finishing: Finishing,
): Promise<boolean> {
  const { isRehearsal, ownSandbox } = finishing;
  if (!isInteractive(invocation) || invocation.flags["yes"] === true) return false;
  if (await channelRuns(invocation, stack)) return false;
  const answer = confirm(invocation.context, {
    message: isRehearsal ? ASKED.startRehearsal() : ASKED.startForReal(),
    yes: isRehearsal,
  });
  return leavingMeans(
    answer,
    ownSandbox
      ? { message: "The sandbox ends, and what was made in it ends with it." }
      : {
          message: "Everything exists; the channel is not started.",
          hint: nextCommand(verbAfter(finishing, false), stack.spec.name, invocation.flags),
        },
  );
}

function verbAfter({ forMs }: Finishing, runs: boolean): string {
  return forMs !== undefined ? "status" : runs ? "stop" : "start";
}
