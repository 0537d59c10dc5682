import { stopChannel } from "../core/channel/stop-channel.ts";
import { stopShow } from "../core/channel/stop-show.ts";
import type { Host } from "../core/host.ts";
import { openStack } from "../core/stack/open-stack.ts";
import type { Stack } from "../core/stack/stack.ts";
import { teardownStack } from "../core/teardown/teardown-stack.ts";

/**
 * Stops what this run started and, when the sandbox ends with it, removes everything, whatever other commands have done
 * meanwhile. Not stopped by the first Ctrl-C.
 */
export async function endOwnRun(
  host: Host,
  {
    stack,
    stops,
    ownSandbox,
  }: {
    readonly stack: Stack;
    /** Did this run start the channel, to be stopped at its end? */
    readonly stops: boolean;
    readonly ownSandbox: boolean;
  },
): Promise<void> {
  await stack.release();
  const uninterruptible: Host = { ...host, signal: new AbortController().signal };
  // What opening notes was said when this run began.
  const quiet: Host = { ...uninterruptible, emit: () => undefined };
  const { spec, account, target, clients, imported } = stack;
  const opening = { spec, account, target, clients, imported, readOnly: false, waitsForLock: true };
  await using now = await openStack(quiet, opening);
  if (stops && now.planContext().resources.channel !== undefined)
    // With its sandbox everything goes: nobody is left to be told of an end.
    await (ownSandbox
      ? stopChannel(uninterruptible, { stack: now })
      : stopShow(uninterruptible, now));
  if (ownSandbox) await teardownStack(uninterruptible, { stack: now, isAlone: true });
}
