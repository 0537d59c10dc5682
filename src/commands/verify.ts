import { randomBytes } from "node:crypto";
import type { Invocation, Run } from "../cli/command.ts";
import type { VerifyFlags } from "../cli/command-flags.ts";
import { createEndWatch } from "../cli/end-watch.ts";
import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import { readEnd } from "../core/auto-stop/stack-end.ts";
import { createHost } from "../cli/host.ts";
import { parsePlaybackUrl } from "../cli/parse-playback-url.ts";
import { EXIT, type ExitCode } from "../config/failure.ts";
import { processorTimes } from "../platform/processors.ts";
import { channelStanding } from "../core/inspect/channel-standing.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { keepingSettings } from "../gather/repair-command.ts";
import { writeJsonLine } from "../terminal/json-lines.ts";
import { createLiveLine } from "../terminal/live-line.ts";
import { renderTimeline } from "../terminal/timeline-view.ts";
import { renderChecks, renderLine, renderVerdict } from "../terminal/verify-view.ts";
import type { CheckResult } from "../verify/check.ts";
import { ageSeconds, verifyOnce, type VerifyReport } from "../verify/report.ts";
import { stackTarget, urlTarget } from "../verify/stack-target.ts";
import type { VerifyTarget } from "../verify/target.ts";

/** A tick takes up to two target durations by itself; this is the least between the beginnings of two. */
const TICK_MS = 2_000;

/** Checks the stream hop by hop as a player would meet it, and names what is broken (exit 5). */
export const runVerify: Run<VerifyFlags> = async (invocation) => {
  const { flags, context } = invocation;
  const searchPath = context.env["PATH"];
  await using host = await createHost(invocation, { asks: false });
  const { shell } = context;
  const looking = { ...host, searchPath, shell, processors: processorTimes };
  if (typeof flags.url === "string")
    return verify(invocation, urlTarget(looking, parsePlaybackUrl(flags.url)));
  const request = await gatherExistingStack(invocation, {
    readOnly: true,
    momento: "own",
    finds: { idsOnly: false },
  });
  await using existing = await openExistingStack(host, request);
  const { rehearsal } = request.access;
  const { stack } = existing;
  // What ends the show is worth a line, and no reason to end the watch.
  const end = (): Promise<AutoStop | undefined> => readEnd(host, stack).catch(() => undefined);
  const commandFor = await keepingSettings(invocation, existing);
  const target = await stackTarget(
    { ...looking, commandFor },
    { stack, rehearsal, standing: (channel) => channelStanding(existing, channel) },
  );
  return await verify(invocation, target, end);
};

async function verify(
  invocation: Invocation<VerifyFlags>,
  target: VerifyTarget,
  end: () => Promise<AutoStop | undefined> = () => Promise.resolve(undefined),
): Promise<ExitCode> {
  const { output, flags } = invocation;
  if (flags.watch === true) return watchChecks(invocation, target, createEndWatch(invocation, end));
  const { liveEdgeAt, ...report } = await verifyOnce(target);
  const style = output.outStyle;
  output.result(
    { ...report, liveEdgeAgeSeconds: ageSeconds(liveEdgeAt, target.clock.now()) },
    [
      renderChecks(report.checks, style, { withCurls: output.verbose }),
      ...(report.timeline !== null && (output.verbose || showsInTimeline(report.checks))
        ? [renderTimeline(report.timeline)]
        : []),
      renderVerdict(report.checks, style),
    ].join("\n"),
  );
  return report.ok ? EXIT.ok : EXIT.checkFailed;
}

/** Is something wrong that is seen better side by side? */
function showsInTimeline(checks: readonly CheckResult[]): boolean {
  return checks.some(
    ({ id, verdict }) =>
      verdict === "fail" && /^edge-(?:media|clock|lists|durations|playlists-fresh)$/.test(id),
  );
}

/**
 * Checks again and again until Ctrl-C: one line per change, the age of the live edge on each. Keys are tried by writing on
 * the first round only. The exit code is that of the last round.
 */
async function watchChecks(
  invocation: Invocation,
  target: VerifyTarget,
  announceEnd: () => Promise<void>,
): Promise<ExitCode> {
  const { context, output } = invocation;
  const { clock, signal } = context;
  const live = createLiveLine(context);
  let before: VerifyReport | undefined;
  let liveEdgeAt: number | null = null;
  try {
    for (;;) {
      const startedAt = clock.now();
      const nonce = randomBytes(6).toString("hex");
      const report = await verifyOnce({ ...target, nonce, probes: before === undefined });
      liveEdgeAt = report.liveEdgeAt ?? liveEdgeAt;
      live.clear();
      printRound({ invocation, report, before, age: ageSeconds(liveEdgeAt, clock.now()) });
      await announceEnd();
      before = report;
      if (!output.json)
        live.show(
          `${clockTime(clock.now())} ${report.ok ? "all well" : "trouble"}, live edge ${ageText(ageSeconds(liveEdgeAt, clock.now()))}; Ctrl-C ends it`,
        );
      await clock.sleep(Math.max(0, startedAt + TICK_MS - clock.now()), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  live.clear();
  if (before === undefined) return EXIT.interrupted;
  return before.ok ? EXIT.ok : EXIT.checkFailed;
}

function printRound({
  invocation: { context, output },
  report,
  before,
  age,
}: {
  readonly invocation: Invocation;
  readonly report: VerifyReport;
  readonly before: VerifyReport | undefined;
  readonly age: number | null;
}): void {
  const at = context.clock.now();
  const style = output.outStyle;
  const line = (text: string): void => output.result(undefined, `${clockTime(at)} ${text}`);
  if (before === undefined) {
    if (output.json) {
      const { liveEdgeAt: _, timeline: __, ...rest } = report;
      writeJsonLine(context.stdout, {
        event: "started",
        at: iso(at),
        liveEdgeAgeSeconds: age,
        ...rest,
      });
      return;
    }
    line(`${renderVerdict(report.checks, style)} ${style.dim(`(live edge ${ageText(age)})`)}`);
  }
  for (const check of changed(report.checks, before?.checks)) {
    if (output.json)
      writeJsonLine(context.stdout, {
        event: "changed",
        at: iso(at),
        liveEdgeAgeSeconds: age,
        ok: report.ok,
        from: before?.checks.find(({ id }) => id === check.id)?.verdict ?? null,
        check,
      });
    else line(`${renderLine(check, style)} ${style.dim(`(live edge ${ageText(age)})`)}`);
  }
}

/** What fails for another reason than before is news; a check that is skipped for another one, or for the round, is none. */
function changed(
  now: readonly CheckResult[],
  before: readonly CheckResult[] | undefined,
): readonly CheckResult[] {
  return now.filter(({ id, verdict, suspects }) => {
    const last = before?.find((check) => check.id === id);
    if (verdict === "skipped") return false;
    if (last === undefined || last.verdict === "skipped") return verdict !== "pass";
    const isOtherCause = verdict === "fail" && suspects[0]?.code !== last.suspects[0]?.code;
    return verdict !== last.verdict || isOtherCause;
  });
}

function ageText(age: number | null): string {
  return age === null ? "not seen" : `${age.toFixed(1)} s old`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function clockTime(at: number): string {
  return iso(at).slice(11, 19);
}
