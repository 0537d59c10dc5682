import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { stopAfterMs } from "../config/text/duration.ts";
import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import type { WantedEnd } from "../core/auto-stop/prepare-end.ts";
import { channelState, seenState } from "../core/channel/channel-runs.ts";
import { interruptedStart } from "../core/channel/interrupted-start.ts";
import { isVerified, rolledOut, type ShowReport } from "../core/channel/judge-show.ts";
import { startShow } from "../core/channel/start-show.ts";
import { addressesOf, observeStack, type ResultDocument } from "../core/provision/stack-result.ts";
import { waitDeployedEverywhere } from "../core/provision/wait-deployed.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { askEventLength } from "../gather/event-length.ts";
import { endSentence } from "../terminal/end-words.ts";
import { leavingMeans } from "../terminal/leaving.ts";
import { endingSentence } from "../terminal/price-words.ts";
import { pushLine } from "../terminal/push-line.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import type { Invocation } from "./command.ts";
import type { InitFlags } from "./command-flags.ts";
import { finalResult, type Finishing, notStarted, waitForEnd } from "./finishing.ts";
import type { Observed } from "../core/engine/resource.ts";
import type { CommandHost } from "./host.ts";
import { leavesShow } from "./leave-show.ts";
import { endOwnRun } from "./own-run.ts";
import { showResult } from "./show-result.ts";
import { showWatch } from "./show-watch.ts";
import { stoppingWords } from "./stopping-words.ts";

type Starting = Finishing & {
  /** Did a person agree to the start when asked, rather than with a flag? */
  readonly isAsked: boolean;
};

type StartingShow = Starting & {
  readonly playbackUrl: string | null;
  /** What was seen of the stack, where nothing was asked since. */
  readonly observed: Observed | undefined;
  readonly wanted: WantedEnd | undefined;
};

type Started = Awaited<ReturnType<typeof startShow>>;

/**
 * Starts the channel and shows the result. With `--for`, and with a sandbox of its own, the run then keeps the show, and stops
 * what it started. Throws what starting throws.
 */
export async function runShow(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  starting: Starting,
): Promise<ExitCode> {
  const { stack, forMs, ownSandbox, isAsked } = starting;
  const { playbackUrl, ingest } = addressesOf(stack);
  if (ingest?.server !== undefined) invocation.output.line(pushLine(ingest));
  const wanted = await wantedEnd(invocation, starting);
  const observed = isAsked ? undefined : stack.observed;
  const show = { ...starting, playbackUrl, observed, wanted };
  return forMs !== undefined || ownSandbox
    ? keepShow(invocation, host, show)
    : leaveRunning(invocation, host, show);
}

async function wantedEnd(
  invocation: Invocation,
  starting: Starting,
): Promise<WantedEnd | undefined> {
  const { stack, forMs, answeredMs, ownSandbox, isRehearsal, isAsked } = starting;
  const policyMs = stopAfterMs(stack.spec.channel);
  const asks = answeredMs === undefined && isAsked && !isRehearsal;
  const durationMs =
    forMs ??
    policyMs ??
    (asks
      ? await leavingMeans(askEventLength(invocation), notStarted(invocation, starting))
      : answeredMs) ??
    undefined;
  // A sandbox that ends with this run needs no schedule to end a show with.
  if (durationMs === undefined || (ownSandbox && forMs !== undefined)) return undefined;
  const isBackup = forMs !== undefined;
  return { durationMs, isBackup, isPolicy: !isBackup && policyMs !== undefined };
}

/** Starts the show and leaves it to run; where no schedule may end it, this run can. */
async function leaveRunning(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  starting: StartingShow,
): Promise<ExitCode> {
  const { stack, wanted } = starting;
  try {
    const started = await whileWorking(host, { stack, describe: interruptedStart }, () =>
      start(invocation, host, starting),
    );
    const { show, result } = await conclude(invocation, host, { ...starting, ...started });
    await showResult(invocation, result);
    return exitCode(show);
  } catch (error) {
    if (!(error instanceof LiveOriginError) || error.code !== "SCHEDULE_NOT_ALLOWED") throw error;
    const durationMs = wanted?.durationMs ?? 0;
    const left = notStarted(invocation, starting);
    const why = error.message;
    if (!(await host.decide({ about: "end-from-here", durationMs, why, left }))) throw error;
    const asked = { ...stack, observed: undefined };
    return runShow(invocation, host, { ...starting, stack: asked, forMs: durationMs });
  }
}

/** Starts the show, keeps it as long as asked, and ends what this run started, whatever happens in between. */
async function keepShow(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  starting: StartingShow,
): Promise<ExitCode> {
  const { context, output } = invocation;
  const { stack, forMs, ownSandbox } = starting;
  const runs = async (): Promise<boolean> =>
    (seenState(starting.observed) ?? (await channelState(host, stack))) === "RUNNING";
  const stops = forMs !== undefined && !(await runs());
  let ours: AutoStop | undefined;
  const leave = async (): Promise<void> => {
    const leaves = stops && !ownSandbox && (await leavesShow(invocation, host, { stack, ours }));
    if (stops && !leaves && context.signal.aborted)
      output.line(`${stoppingWords(context.signal)}: what this run started is stopped again.`);
    await endOwnRun(host, { ...starting, stops: stops && !leaves });
  };
  let seen: ShowReport | null;
  try {
    const started = await start(invocation, host, { ...starting, waitsOn: false });
    ours = started.end;
    const { show, result } = await conclude(invocation, host, { ...starting, ...started });
    seen = show;
    const isShownNow = forMs === undefined || !output.json;
    if (isShownNow) await showResult(invocation, result);
    // Other commands may work on the stack while this one only keeps it.
    await stack.release();
    await waitForEnd(invocation, starting);
    if (!isShownNow) output.result(result, "");
  } catch (error) {
    await leave();
    throw error;
  }
  await leave();
  return host.signal.aborted && forMs !== undefined ? EXIT.interrupted : exitCode(seen);
}

function start(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  {
    stack,
    playbackUrl,
    observed,
    wanted,
    ...waiting
  }: Pick<StartingShow, "stack" | "playbackUrl" | "observed" | "wanted"> & {
    readonly waitsOn?: false;
  },
): Promise<Started> {
  return startShow(host, {
    stack,
    playbackUrl,
    observed,
    looksAnyway: true,
    wanted,
    ...showWatch(invocation, invocation.flags.verifyTimeout),
    ...waiting,
  });
}

/** Waits for the whole network if told to, says what ends the show, and makes the result. */
async function conclude(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  { show: seen, end, stands, ...starting }: StartingShow & Started,
): Promise<{ readonly show: ShowReport | null; readonly result: ResultDocument }> {
  const { output, flags } = invocation;
  const { stack, forMs, ownSandbox } = starting;
  let isFresh = stands;
  if (flags.wait === "deployed") {
    if (seen !== null) output.line(seen.message);
    if (await waitDeployedEverywhere(host, stack)) isFresh = false;
  }
  const observed = await observeStack(stack, host.signal, isFresh ? starting.observed : undefined);
  const show = flags.wait === "deployed" ? rolledOut(seen) : seen;
  const keeps = forMs !== undefined || ownSandbox;
  const ending =
    end?.is === "set"
      ? endSentence(end)
      : stack.price !== undefined && !keeps
        ? endingSentence(end, stack.price)
        : undefined;
  if (ending !== undefined) output.line(wrappedAt(ending, output.errColumns));
  return {
    show,
    result: await finalResult(invocation, host, { finishing: starting, show, end, observed }),
  };
}

function exitCode(show: ShowReport | null): ExitCode {
  return show === null || isVerified(show) ? EXIT.ok : EXIT.checkFailed;
}
