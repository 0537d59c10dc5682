import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { channelRuns } from "../core/channel/channel-runs.ts";
import { interruptedStart } from "../core/channel/interrupted-start.ts";
import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import { durationFlag, stopAfterMs } from "../config/text/duration.ts";
import type { Observed } from "../core/engine/resource.ts";
import type { Left } from "../core/questions.ts";
import { askEventLength, type EventRunMs } from "../gather/event-length.ts";
import { leavesShow } from "./leave-show.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { isVerified, rolledOut, type ShowReport } from "../core/channel/judge-show.ts";
import { startShow } from "../core/channel/start-show.ts";
import { buildResult, type ResultDocument } from "../core/provision/stack-result.ts";
import { waitDeployedEverywhere } from "../core/provision/wait-deployed.ts";
import { writeObsProfile } from "../core/provision/write-obs-profile.ts";
import type { ProvisionedStack } from "../core/provision/provision-stack.ts";
import { confirm } from "../terminal/ask.ts";
import { leavingMeans } from "../terminal/leaving.ts";
import { PROMPTS } from "../terminal/prompts.ts";
import { endSentence } from "../terminal/end-words.ts";
import { endingSentence } from "../terminal/price-words.ts";
import { durationText } from "../terminal/time-words.ts";
import { pushLine } from "../terminal/push-line.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import type { Invocation } from "./command.ts";
import type { InitFlags } from "./command-flags.ts";
import type { CommandHost } from "./host.ts";
import { isInteractive } from "./interactive.ts";
import { nextCommand } from "./next-command.ts";
import { endOwnRun } from "./own-run.ts";
import { showResult } from "./show-result.ts";
import { showWatch } from "./show-watch.ts";
import { stoppingWords } from "./stopping-words.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/** A stack that `init` has made, and what this run started for it. */
type Finishing = {
  readonly stack: ProvisionedStack;
  /** `--for`, in milliseconds. */
  readonly forMs: number | undefined;
  /** What the wizard was told; null: until somebody stops it. */
  readonly answeredMs: EventRunMs | undefined;
  /** This run started the sandbox: it ends with the run, and the stack with it. */
  readonly ownSandbox: boolean;
  readonly isRehearsal: boolean;
};

/** After everything exists: start it if wanted, show the result, keep it as long as asked, and end what this run started. */
export async function runAfterProvision(
  invocation: Invocation<InitFlags>,
  host: CommandHost,
  finishing: Finishing,
): Promise<ExitCode> {
  const { context, output, flags } = invocation;
  const { stack, forMs, answeredMs, ownSandbox, isRehearsal } = finishing;
  const report = async (
    show: ShowReport | null,
    facts: { readonly end?: AutoStop | undefined; readonly observed?: Observed | undefined },
  ): Promise<ResultDocument> =>
    buildResult(stack, host.signal, {
      isRehearsal,
      show,
      notes: host.warnings(),
      price: stack.price,
      ...facts,
      next: (runs) => nextCommand(verbAfter(finishing, runs), stack.spec.name, invocation),
    });
  if (flags.obsProfile !== undefined) await writeObsProfile(host, stack, flags.obsProfile);
  const wantsStart =
    flags.start === true ||
    forMs !== undefined ||
    (await wantsStartNow(invocation, host, finishing));
  const isAsked = wantsStart && flags.start !== true && forMs === undefined;
  if (!wantsStart) {
    if (flags.wait !== false) await waitDeployedEverywhere(host, stack);
    await showResult(invocation, await report(null, { observed: stack.observed }));
    if (!ownSandbox) return EXIT.ok;
    await stack.release();
    await waitForEnd(invocation, finishing);
    await endOwnRun(host, { ...finishing, stops: false });
    return EXIT.ok;
  }

  const before = await buildResult(stack, host.signal, { isRehearsal, show: null, next: "" });
  if (before.ingest?.server !== undefined) output.line(pushLine(before.ingest));
  const keeps = forMs !== undefined || ownSandbox;
  // A sandbox that ends with this run needs no schedule to end a show with.
  const showMs =
    forMs ??
    stopAfterMs(stack.spec.channel) ??
    (answeredMs === undefined && isAsked && !isRehearsal
      ? await askLength(invocation, finishing)
      : answeredMs) ??
    undefined;
  const wanted =
    showMs === undefined || (ownSandbox && forMs !== undefined)
      ? undefined
      : {
          durationMs: showMs,
          isBackup: forMs !== undefined,
          isPolicy: forMs === undefined && stopAfterMs(stack.spec.channel) !== undefined,
        };
  const stops = forMs !== undefined && !(await channelRuns(host, stack));
  let show: ShowReport | null = null;
  let end: AutoStop | undefined;
  const leave = async (): Promise<void> => {
    const leaves =
      stops && !ownSandbox && (await leavesShow(invocation, host, { stack, ours: end }));
    if (stops && !leaves && context.signal.aborted)
      output.line(`${stoppingWords(context.signal)}: what this run started is stopped again.`);
    await endOwnRun(host, { ...finishing, stops: stops && !leaves });
  };
  try {
    const { playbackUrl } = before;
    const start = (): ReturnType<typeof startShow> =>
      startShow(host, {
        stack,
        playbackUrl,
        looksAnyway: true,
        wanted,
        ...showWatch(invocation, flags.verifyTimeout),
        ...(keeps && { waitsOn: false }),
      });
    // What this run keeps it also stops.
    ({ show, end } = keeps
      ? await start()
      : await whileWorking(host, { stack, describe: interruptedStart }, start));
    if (flags.wait === "deployed") {
      if (show !== null) output.line(show.message);
      await waitDeployedEverywhere(host, stack);
      show = rolledOut(show);
    }
    const { price } = stack;
    const ending =
      end?.is === "set"
        ? endSentence(end)
        : price !== undefined && !keeps
          ? endingSentence(end, price)
          : undefined;
    if (ending !== undefined) output.line(wrappedAt(ending, output.errColumns));
    const result = await report(show, { end });
    const shown = forMs === undefined || !output.json;
    if (shown) await showResult(invocation, result);
    // Other commands may work on the stack while this one only keeps it.
    if (keeps) await stack.release();
    if (keeps) await waitForEnd(invocation, finishing);
    if (!shown) output.result(result, "");
  } catch (error) {
    if (keeps) await leave();
    if (keeps || !(error instanceof LiveOriginError) || error.code !== "SCHEDULE_NOT_ALLOWED")
      throw error;
    const durationMs = showMs ?? 0;
    const left = notStarted(invocation, finishing);
    const why = error.message;
    if (!(await host.decide({ about: "end-from-here", durationMs, why, left }))) throw error;
    const once = { ...invocation, flags: { ...flags, obsProfile: undefined } };
    return await runAfterProvision(once, host, { ...finishing, forMs: durationMs });
  }
  if (keeps) await leave();
  if (host.signal.aborted && forMs !== undefined) return EXIT.interrupted;
  return show === null || isVerified(show) ? EXIT.ok : EXIT.checkFailed;
}

/** Waits for `--for`, or until Ctrl-C or the end of the terminal. */
async function waitForEnd({ context, output }: Invocation, { forMs }: Finishing): Promise<void> {
  if (forMs === undefined) {
    // Without a length only a run that started its own sandbox waits.
    output.line("The sandbox is running in this command. Ctrl-C ends it and removes everything.");
    await untilInterrupted(context.signal);
    return;
  }
  output.line(`Running for ${durationText(forMs)}; Ctrl-C ends it earlier.`);
  await context.clock.sleep(forMs, context.signal).catch(() => undefined);
}

function askLength(invocation: Invocation, finishing: Finishing): Promise<EventRunMs> {
  return leavingMeans(askEventLength(invocation), notStarted(invocation, finishing));
}

function notStarted(invocation: Invocation, finishing: Finishing): Left {
  return {
    message: "Everything exists; the channel is not started.",
    hint: nextCommand(verbAfter(finishing, false), finishing.stack.spec.name, invocation),
  };
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

function verbAfter({ forMs, answeredMs }: Finishing, runs: boolean): string {
  if (forMs !== undefined) return "status";
  if (runs) return "stop";
  return answeredMs == null ? "start" : `start --for ${durationFlag(answeredMs)}`;
}
