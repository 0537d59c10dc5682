import type { Run } from "../cli/command.ts";
import type { StopFlags } from "../cli/command-flags.ts";
import { createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { EXIT } from "../config/failure.ts";
import { stopChannel } from "../core/channel/stop-channel.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";

/** Stops the channel and waits until it is idle. */
export const runStop: Run<StopFlags> = async (invocation) => {
  const request = await gatherExistingStack(invocation, { readOnly: false });
  await using host = await createHost(invocation, { asks: false });
  await using existing = await openExistingStack(host, request);
  const { stack, isRehearsal } = existing;
  const teardown = nextCommand("teardown", stack.spec.name, invocation);
  const stopped = await stopChannel(host, { stack });
  const result = await buildResult(stack, host.signal, {
    isRehearsal,
    verified: null,
    next: teardown,
  });
  invocation.output.result(
    result,
    stopped
      ? `The channel is stopped. A stopped channel still bills a little until it is deleted: ${teardown}`
      : "The channel was not running.",
  );
  return EXIT.ok;
};
