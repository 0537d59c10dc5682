import type { Run } from "../cli/command.ts";
import type { StopFlags } from "../cli/command-flags.ts";
import { createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { EXIT } from "../config/failure.ts";
import { readEnd } from "../core/auto-stop/stack-end.ts";
import { stopShow } from "../core/channel/stop-show.ts";
import type { Observed } from "../core/engine/resource.ts";
import { observeAll } from "../core/engine/plan.ts";
import { reportPrice, stackPrices } from "../core/price/price-stack.ts";
import { runLengthSeconds } from "../core/price/run-length.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { requireYes } from "../core/require-yes.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { readPrices } from "../gather/price-file.ts";
import { playbackUrl } from "../services/cloudfront/playback-url.ts";
import { stoppedLines } from "../terminal/price-words.ts";
import { wrappedAt } from "../terminal/wrapped.ts";

const IDLE: Observed = new Map([
  ["channel", { is: "ours", found: undefined, ids: {}, status: "IDLE" }],
]);

/**
 * Stops the channel and waits until it is idle; says what the run cost. The emergency brake: it asks AWS alone, needs no Momento
 * key, and stops, after a yes of its own, a stack that another folder made.
 */
export const runStop: Run<StopFlags> = async (invocation) => {
  const { output } = invocation;
  const prices = await readPrices(invocation);
  const request = await gatherExistingStack(invocation, {
    readOnly: false,
    momento: "none",
    finds: { idsOnly: true },
  });
  await using host = await createHost(invocation, { asks: request.search !== undefined });
  await using existing = await openExistingStack(host, request);
  const { stack, isRehearsal, isFound } = existing;
  const { spec, clients } = stack;
  if (isFound) await requireYes(host, { about: "stop-found", stackName: spec.name });
  const teardown = nextCommand(
    isFound ? `teardown --rebuild-state ${stack.planContext().stackId}` : "teardown",
    spec.name,
    invocation,
  );
  const domain = stack.planContext().resources.distribution?.ids["domain"];
  // Both are looked for while the channel stops: no price may delay that.
  const ran = runLengthSeconds(host, domain === undefined ? null : playbackUrl(domain));
  // Of a stack that another folder made nobody here knows what it encodes.
  const found = isFound ? undefined : stackPrices(host, { spec, clients, prices });
  const { stopped, isIdle, hasNoSchedule } = await stopShow(host, stack);
  const price =
    found === undefined
      ? undefined
      : reportPrice(spec, await found, {
          isRehearsal,
          ranSeconds: stopped ? await ran : undefined,
        });
  const channel = stack.resources.filter(({ kind }) => kind === "channel");
  const result = await buildResult(stack, host.signal, {
    isRehearsal,
    observed: isIdle ? IDLE : await observeAll(channel, stack.planContext(), host.signal),
    show: null,
    next: teardown,
    price,
    end: hasNoSchedule ? { is: "none" } : await readEnd(host, stack).catch(() => undefined),
    notes: host.warnings(),
  });
  const lines = stopped
    ? [
        "The channel is stopped. Viewers who stay may have to reload after the next start: its media sequence starts over.",
        ...(price === undefined
          ? [`A stopped channel still bills a little until it is deleted: ${teardown}`]
          : stoppedLines(price, teardown)),
      ]
    : ["The channel was not running."];
  output.result(result, lines.map((line) => wrappedAt(line, output.outColumns)).join("\n"));
  return EXIT.ok;
};
