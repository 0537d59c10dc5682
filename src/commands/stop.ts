import { EXIT } from "../config/failure.ts";
import type { Run } from "../cli/command.ts";
import { stopStack } from "../core/channel/run-channel.ts";
import { openKnownStack } from "../core/stack/open-existing-stack.ts";
import { nextCommand } from "../cli/next-command.ts";
import { buildResult } from "../core/provision/stack-result.ts";
import { runProgress } from "../cli/run-progress.ts";

/** Stops the channel and waits until it is idle. */
export const runStop: Run = async (invocation) => {
  const { stack, isRehearsal } = await openKnownStack(invocation, { readOnly: false });
  const progress = await runProgress(invocation, { asks: false });
  const teardown = nextCommand("teardown", stack.spec.name, invocation.flags);
  try {
    const stopped = await stopStack(invocation, stack, progress);
    const result = await buildResult(stack, invocation.context.signal, {
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
  } finally {
    progress.stop();
    await stack.release();
    await stack.clouds.close();
  }
};
