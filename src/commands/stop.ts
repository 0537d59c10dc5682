import type { Run } from "../cli/command.ts";
import type { StopFlags } from "../cli/command-flags.ts";
import { createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { EXIT } from "../config/failure.ts";
import { stopChannel } from "../core/channel/stop-channel.ts";
import { reportPrice, stackPrices } from "../core/price/price-stack.ts";
import { runLengthSeconds } from "../core/price/run-length.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { readPrices } from "../gather/price-file.ts";
import { playbackUrl } from "../services/cloudfront/playback-url.ts";
import { stoppedLines } from "../terminal/price-words.ts";
import { wrappedAt } from "../terminal/wrapped.ts";

/** Stops the channel and waits until it is idle; says what the run cost. */
export const runStop: Run<StopFlags> = async (invocation) => {
  const { output } = invocation;
  const prices = await readPrices(invocation);
  const request = await gatherExistingStack(invocation, { readOnly: false });
  await using host = await createHost(invocation, { asks: false });
  await using existing = await openExistingStack(host, request);
  const { stack, isRehearsal } = existing;
  const { spec, clouds } = stack;
  const teardown = nextCommand("teardown", spec.name, invocation);
  const domain = stack.scope().rows.distribution?.ids["domain"];
  // Both are looked for while the channel stops: no price may delay that.
  const ran = runLengthSeconds(host, domain === undefined ? null : playbackUrl(domain));
  const found = stackPrices(host, { spec, clouds, prices });
  const stopped = await stopChannel(host, { stack });
  const price = reportPrice(spec, await found, {
    isRehearsal,
    ranSeconds: stopped ? await ran : undefined,
  });
  const result = await buildResult(stack, host.signal, {
    isRehearsal,
    verified: null,
    next: teardown,
    price,
  });
  const lines = stopped
    ? ["The channel is stopped.", ...stoppedLines(price, teardown)]
    : ["The channel was not running."];
  output.result(result, lines.map((line) => wrappedAt(line, output.outColumns)).join("\n"));
  return EXIT.ok;
};
