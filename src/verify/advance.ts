import type { VerifyTarget } from "./target.ts";
import { lookAtVariant, type CachedSource, type VariantSeen } from "./cached-source.ts";
import { fileName, newestSequence, type Variant } from "./playlists.ts";

const LOOK_EVERY_MS = 200;

/** How a variant playlist grew while it was watched. */
export type Advance = {
  readonly name: string;
  readonly address: string;
  /** New segments, 0 when none came in time. */
  readonly segments: number;
  /** Until the first of them, or in all. */
  readonly waitedMs: number;
  /** When the first new one was seen, epoch milliseconds. */
  readonly seenAt: number | undefined;
  /** How often what was listed before was replaced by something else: once at a restart, again and again with two writers. */
  readonly turns: number;
  /** The newest segments of both, where there were turns. */
  readonly names: readonly string[];
  /** The last look. */
  readonly last: VariantSeen;
};

/**
 * Watches every variant until it has a new segment, for two target durations at most: what RFC 8216 gives a live playlist
 * before it counts as stuck is one and a half. `isClose` looks twice as often and to the end: do lists turn that did not yet?
 */
export async function watchAdvance(
  source: CachedSource,
  target: VerifyTarget,
  isClose = false,
): Promise<readonly Advance[]> {
  const variants = await source.variants();
  const { address: master } = await source.master();
  return Promise.all(
    variants.map((variant) => watch({ source, target, variant, master, isClose })),
  );
}

async function watch({
  source,
  target: { clock, signal },
  variant,
  master,
  isClose,
}: {
  readonly source: CachedSource;
  readonly target: VerifyTarget;
  readonly variant: VariantSeen;
  readonly master: string;
  readonly isClose: boolean;
}): Promise<Advance> {
  const { name, address, link, playlist } = variant;
  const startedAt = clock.now();
  const from = playlist === undefined ? undefined : newestSequence(playlist);
  const lookEveryMs = isClose ? LOOK_EVERY_MS / 2 : LOOK_EVERY_MS;
  const limitMs = 2000 * Math.max(1, playlist?.targetDurationSeconds ?? 0);
  let last = variant;
  let turns = 0;
  let seenAt: number | undefined;
  // A busy machine looks seldom, and may starve the origin of a rehearsal too: half as many looks as there is time for.
  let looks = 0;
  const names = new Set<string>();
  for (;;) {
    const waitedMs = clock.now() - startedAt;
    const now = last.playlist === undefined ? undefined : newestSequence(last.playlist);
    const segments = from === undefined || now === undefined ? 0 : now - from;
    if (segments > 0) seenAt ??= startedAt + waitedMs;
    // Another encoder writes once in a target duration. What turned round is looked at to the end: does it turn back?
    const isSeen = !isClose && segments !== 0 && turns === 0 && waitedMs >= limitMs / 2;
    looks += 1;
    const isOver = waitedMs >= limitMs && looks * lookEveryMs * 2 >= limitMs;
    if (isSeen || turns > 1 || isOver)
      return {
        name,
        address,
        segments,
        waitedMs: (seenAt ?? startedAt + waitedMs) - startedAt,
        seenAt,
        turns,
        names: [...names],
        last,
      };
    await clock.sleep(lookEveryMs, signal);
    const before = last.playlist;
    last = await lookAtVariant(source, link, master);
    if (!isReplaced(before, last.playlist)) continue;
    turns += 1;
    for (const list of [before, last.playlist])
      names.add(fileName(list?.segments.at(-1)?.uri ?? ""));
  }
}

/** Another list than one that goes on: its numbers go back or have none in common with those before, or name other segments. */
function isReplaced(before: Variant | undefined, now: Variant | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  const [then, newest] = [newestSequence(before), newestSequence(now)];
  if (then === undefined || newest === undefined) return false;
  if (newest < then || now.mediaSequence > then) return true;
  return now.segments.some(({ uri }, index) => {
    const known = before.segments[now.mediaSequence + index - before.mediaSequence];
    return known !== undefined && known.uri !== uri;
  });
}
