import type { Judgement } from "./judge-writers.ts";
import type { PlaylistSeen, PlaylistsSeen } from "./playlist-seen.ts";

/**
 * So often must a thing be seen that happens once by itself: two reads that overtake one another look like a step back, and
 * an encoder that is stopped may still write what it had tried before.
 */
const TWICE = 2;

type There = Extract<PlaylistSeen, { readonly is: "there" }>;

/**
 * Judges reads in the order of time, the first from before our channel started: did anybody but our one new run write? A
 * run that was there before and goes on, or one that comes back after another was seen, is a second writer's, and so is a
 * playlist that goes on under a name that is none of `ownNames`, which our channel writes.
 */
export function judgeSecondWriter(
  reads: readonly PlaylistsSeen[],
  ownNames?: readonly string[],
): Judgement {
  const names = new Set(reads.flatMap((seen) => [...seen.keys()]));
  for (const playlist of names) {
    const [before, ...since] = reads.map((seen) => seen.get(playlist));
    const how =
      ownNames === undefined || ownNames.includes(playlist)
        ? secondRun(isVariant(before) ? before : undefined, since.filter(isVariant))
        : foreignRun([before, ...since].filter(isVariant));
    if (how !== undefined) return { is: "somebody", playlist, how };
  }
  return { is: "nobody" };
}

function secondRun(before: There | undefined, since: readonly There[]): string | undefined {
  const earlier: There[] = [];
  let run = before;
  let isFromBefore = true;
  let ahead = 0;
  let back = 0;
  for (const now of since) {
    if (run !== undefined && isSameRun(run, now)) {
      const moved = newestOf(now) - newestOf(run);
      if (isFromBefore && before !== undefined && moved > 0) ahead += 1;
      if (moved < 0) back += 1;
      if (ahead >= TWICE)
        return `a run from before this start goes on, from segment ${before?.newest ?? 0} to ${newestOf(now)}`;
      if (back >= TWICE) return "its numbers go back and forth";
    } else {
      if (earlier.some((one) => isSameRun(one, now)))
        return "the segments of two runs take turns in it";
      if (run !== undefined) earlier.push(run);
      isFromBefore = false;
    }
    run = now;
  }
  return undefined;
}

function foreignRun(reads: readonly There[]): string | undefined {
  const changes = reads.filter(({ text }, place) => place > 0 && text !== reads[place - 1]?.text);
  if (changes.length < TWICE) return undefined;
  const newest = changes.map((each) => newestOf(each)).join(", then ");
  return `this stack's ladder has no such rendition, and its newest segment became ${newest}`;
}

/** One run's playlists overlap and move on; names alone do not tell, because they can begin anew at 1 with each run. */
export function isSameRun(run: There, now: There): boolean {
  const names = new Set(run.segments);
  return newestOf(now) >= newestOf(run) - 1 && now.segments.some((name) => names.has(name));
}

function newestOf({ newest }: There): number {
  return newest ?? 0;
}

function isVariant(seen: PlaylistSeen | undefined): seen is There {
  return seen?.is === "there" && seen.segments.length > 0;
}
