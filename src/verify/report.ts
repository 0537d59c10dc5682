import { STACK_CHECKS, URL_CHECKS } from "./all-checks.ts";
import type { CheckResult } from "./check.ts";
import { gatherEvidence, type Evidence } from "./evidence.ts";
import type { Advance } from "./advance.ts";
import { runChecks } from "./runner.ts";
import { timelineOf, type Timeline } from "./stream/timeline.ts";
import type { VerifyTarget } from "./target.ts";
import { busyShare, noteBusyMachine } from "./watched-clock.ts";

/** What one run of all checks came to. */
export type VerifyReport = {
  /** No check failed. */
  readonly ok: boolean;
  readonly playbackUrl: string | null;
  readonly tookSeconds: number;
  readonly checks: readonly CheckResult[];
  /** When the edge last got a new segment on every variant, epoch milliseconds; null when one stood still. */
  readonly liveEdgeAt: number | null;
  /** One window of every rendition at the edge, side by side; null where its segments were not looked at. */
  readonly timeline: Timeline | null;
};

/** Runs every check that applies, once. It takes as long as two target durations at most, besides the answers. */
export async function verifyOnce(target: VerifyTarget): Promise<VerifyReport> {
  const startedAt = target.clock.now();
  const evidence = gatherEvidence(target);
  const { late, processors } = target;
  late.ms = 0;
  const before = processors?.();
  const results = await runChecks(
    target.origin === undefined ? URL_CHECKS : STACK_CHECKS,
    evidence,
  );
  const after = processors?.();
  const checks = noteBusyMachine(results, {
    lateMs: late.ms,
    busyShare: before && after && busyShare(before, after),
  });
  const watched = checks.find(({ id }) => id === "edge-playlists-fresh");
  const isWatched = watched !== undefined && watched.verdict !== "skipped";
  const advances = isWatched ? await evidence.edgeAdvance() : [];
  return {
    ok: checks.every(({ verdict }) => verdict !== "fail"),
    playbackUrl: target.playbackUrl ?? null,
    tookSeconds: Math.round((target.clock.now() - startedAt) / 100) / 10,
    checks,
    liveEdgeAt: liveEdge(advances),
    timeline: await timelineSeen(evidence, checks),
  };
}

async function timelineSeen(
  { stream }: Evidence,
  checks: readonly CheckResult[],
): Promise<Timeline | null> {
  const media = checks.find(({ id }) => id === "edge-media");
  if (stream === undefined || media === undefined || media.verdict === "skipped") return null;
  return timelineOf(await stream.windows(), await stream.watched());
}

/** The variant that is behind the others counts. */
function liveEdge(advances: readonly Advance[]): number | null {
  const times = advances.flatMap(({ seenAt }) => seenAt ?? []);
  return times.length === 0 || times.length < advances.length ? null : Math.min(...times);
}

/** How long ago the edge got its newest segment, with a decimal; null when that was not seen. */
export function ageSeconds(liveEdgeAt: number | null, now: number): number | null {
  return liveEdgeAt === null ? null : Math.round((now - liveEdgeAt) / 100) / 10;
}
