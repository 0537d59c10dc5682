import { EXIT, type ExitCode } from "../config/failure.ts";
import { channelRuns } from "../core/channel/channel-runs.ts";
import { waitDeployedEverywhere } from "../core/provision/wait-deployed.ts";
import { writeObsProfile } from "../core/provision/write-obs-profile.ts";
import { confirm } from "../terminal/ask.ts";
import { leavingMeans } from "../terminal/leaving.ts";
import { PROMPTS } from "../terminal/prompts.ts";
import type { Invocation } from "./command.ts";
import type { InitFlags } from "./command-flags.ts";
import { finalResult, type Finishing, notStarted, waitForEnd } from "./finishing.ts";
import type { CommandHost } from "./host.ts";
import { isInteractive } from "./interactive.ts";
import { endOwnRun } from "./own-run.ts";
import { runShow } from "./run-show.ts";
import { showResult } from "./show-result.ts";

/** After everything exists: start it if wanted, show the result, keep it as long as asked, and end what this run started. */
export async function runAfterProvision(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  finishing: Finishing,
): Promise<ExitCode> {
  const { flags } = invocation;
  const { stack, forMs, ownSandbox } = finishing;
  if (flags.obsProfile !== undefined) await writeObsProfile(host, stack, flags.obsProfile);
  const isTold = flags.start === true || forMs !== undefined;
  if (isTold || (await wantsStartNow(invocation, host, finishing)))
    return runShow(invocation, host, { ...finishing, isAsked: !isTold });

  const hasWaited = flags.wait !== false && (await waitDeployedEverywhere(host, stack));
  const observed = hasWaited ? undefined : stack.observed;
  await showResult(
    invocation,
    await finalResult(invocation, host, { finishing, show: null, observed }),
  );
  if (!ownSandbox) return EXIT.ok;
  await stack.release();
  await waitForEnd(invocation, finishing);
  await endOwnRun(host, { ...finishing, stops: false });
  return EXIT.ok;
}

async function wantsStartNow(
  invocation: Invocation,
  host: CommandHost,
  finishing: Finishing,
): Promise<boolean> {
  const { isRehearsal, ownSandbox, stack } = finishing;
  if (!isInteractive(invocation) || invocation.flags.yes === true) return false;
  if (await channelRuns(host, stack)) return false;
  const answer = confirm(invocation.context, {
    message: isRehearsal ? PROMPTS.startRehearsal() : PROMPTS.startForReal(),
    yes: isRehearsal,
  });
  return leavingMeans(
    answer,
    ownSandbox
      ? { message: "The sandbox ends, and what was made in it ends with it." }
      : notStarted(invocation, finishing),
  );
}
