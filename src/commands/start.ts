import { EXIT } from "../config/failure.ts";
import { variantsAtEdge } from "../verify/first-picture.ts";
import { showResult } from "../cli/show-result.ts";
import type { Run } from "../cli/command.ts";
import { startStack, untilItPlays } from "../core/channel/run-channel.ts";
import { openKnownStack } from "../core/stack/open-existing-stack.ts";
import { refuseStrangersAnywhere } from "../core/stack/refuse-strangers.ts";
import { nextCommand } from "../cli/next-command.ts";
import { writeObsProfile } from "../core/provision/write-obs-profile.ts";
import { memoryNeeded } from "../rehearsal/memory-needed.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { runProgress } from "../cli/run-progress.ts";

/** Starts the channel and waits until the stream plays through the edge. Refuses where another copy of the folder went on. */
export const runStart: Run = async (invocation) => {
  const { context, output } = invocation;
  const { stack, isRehearsal } = await openKnownStack(invocation, { readOnly: false });
  const progress = await runProgress(invocation, { asks: false });
  const facts = { isRehearsal, next: nextCommand("stop", stack.spec.name, invocation.flags) };
  try {
    await refuseStrangersAnywhere(invocation, stack);
    await writeObsProfile(invocation, stack);
    const before = await buildResult(stack, context.signal, { ...facts, verified: null });
    if (before.ingest?.server !== undefined)
      output.line(
        `Push now: server ${before.ingest.server}, stream key ${before.ingest.streamKey ?? ""}`,
      );
    if (isRehearsal) output.line(wrappedAt(memoryNeeded(stack.spec), output.errColumns));
    const earlier =
      before.playbackUrl === null ? undefined : await variantsAtEdge(before.playbackUrl);
    const started = await startStack(invocation, stack, progress);
    if (!started) output.line("The channel runs already.");
    let verified: boolean | null = null;
    if (before.playbackUrl !== null && started) {
      const look = await untilItPlays(invocation, before.playbackUrl, progress, earlier);
      verified = look.plays;
      if (!look.plays) output.warn(`It does not play yet: ${look.why}.`);
    }
    const result = await buildResult(stack, context.signal, { ...facts, verified });
    await showResult(invocation, result);
    return verified === false ? EXIT.checkFailed : EXIT.ok;
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
};
