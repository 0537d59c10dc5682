import type { Run } from "../cli/command.ts";
import type { StartFlags } from "../cli/command-flags.ts";
import { createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { memoryNeeded } from "../rehearsal/memory-needed.ts";
import { endingSentence } from "../terminal/price-words.ts";
import { pushLine } from "../terminal/push-line.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import { showResult } from "../cli/show-result.ts";
import { showWatch } from "../cli/show-watch.ts";
import { EXIT } from "../config/failure.ts";
import { interruptedStart } from "../core/channel/interrupted-start.ts";
import { isVerified } from "../core/channel/judge-show.ts";
import { seenState } from "../core/channel/channel-runs.ts";
import { startShow } from "../core/channel/start-show.ts";
import { addressesOf, buildResult, observeStack } from "../core/provision/stack-result.ts";
import { writeObsProfile } from "../core/provision/write-obs-profile.ts";
import { stopAfterMs } from "../config/text/duration.ts";
import { wantedSpec } from "../core/inspect/find-drift.ts";
import { priceStack } from "../core/price/price-stack.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { refuseForeignWritesAnywhere } from "../core/stack/refuse-foreign-writes.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { readPrices } from "../gather/price-file.ts";

/**
 * Starts the channel and waits until the stream plays through the edge. Refuses where another copy of this folder has gone
 * on with the stack.
 */
export const runStart: Run<StartFlags> = async (invocation) => {
  const { output, flags, context } = invocation;
  const watch = showWatch(invocation, flags.verifyTimeout);
  const prices = await readPrices(invocation);
  const request = await gatherExistingStack(invocation, { readOnly: false, momento: "own" });
  await using host = await createHost(invocation, { asks: false });
  await using existing = await openExistingStack(host, request);
  const { stack, isRehearsal } = existing;
  return await whileWorking(host, { stack, describe: interruptedStart }, async () => {
    const facts = { isRehearsal, next: nextCommand("stop", stack.spec.name, invocation) };
    const marked = await refuseForeignWritesAnywhere(host, stack);
    if (flags.obsProfile !== undefined) await writeObsProfile(host, stack, flags.obsProfile);
    // What the file says now holds for this start, also before the next init.
    const policyMs = stopAfterMs((wantedSpec(existing) ?? stack.spec).channel);
    const durationMs = flags.for ?? policyMs;
    // Asked for while the channel starts, which takes longer.
    const pricing = priceStack(
      host,
      { spec: stack.spec, clients: stack.clients, prices },
      { isRehearsal, eventSeconds: durationMs === undefined ? undefined : durationMs / 1000 },
    );
    const { playbackUrl, ingest } = addressesOf(stack);
    if (ingest?.server !== undefined) output.line(pushLine(ingest));
    const { rehearsal } = request.access;
    if (rehearsal !== undefined)
      output.line(wrappedAt(memoryNeeded(stack.spec, rehearsal.memoryMiB), output.errColumns));
    // What a start changes is looked at after it; what runs already is shown as it was found.
    const observed =
      seenState(marked) === "RUNNING" ? await observeStack(stack, context.signal, marked) : marked;
    const { started, show, end, stands } = await startShow(host, {
      stack,
      playbackUrl,
      observed,
      ...watch,
      wanted:
        durationMs === undefined
          ? undefined
          : { durationMs, isBackup: false, isPolicy: flags.for === undefined },
    });
    if (!started) output.line("The channel is already running.");
    const price = await pricing;
    output.line(wrappedAt(endingSentence(end, price), output.errColumns));
    const result = await buildResult(stack, context.signal, {
      ...facts,
      observed: stands ? observed : undefined,
      show,
      notes: host.warnings(),
      price,
      end,
    });
    await showResult(invocation, result);
    return show === null || isVerified(show) ? EXIT.ok : EXIT.checkFailed;
  });
};
