import type { PlaylistSeen, PlaylistsSeen } from "./playlist-seen.ts";

/** What two reads of a cache's playlists tell of who writes there while our own channel does not. */
export type Judgement =
  /** Nobody was seen writing, which is not that nobody writes. */
  | { readonly is: "nobody" }
  | { readonly is: "somebody"; readonly playlist: string; readonly how: string }
  | { readonly is: "unknown"; readonly playlist: string; readonly why: string };

/** An encoder is late by two segments at most before players stall; a third is room. */
const TARGET_DURATIONS = 3;
/** A playlist may name any target duration: longer than this nobody is waited for. */
const LONGEST_MS = 120_000;

/**
 * Judges two reads. A playlist that changed, or came, was written in between. One that is gone at the second read, or says
 * EXT-X-ENDLIST, is nobody's; one that stands still is what an earlier run left.
 */
export function judgeWriters(first: PlaylistsSeen, second: PlaylistsSeen): Judgement {
  const verdicts = [...second].map(([name, now]) => judge(name, first.get(name), now));
  return (
    verdicts.find(({ is }) => is === "somebody") ??
    verdicts.find(({ is }) => is === "unknown") ?? { is: "nobody" }
  );
}

function judge(playlist: string, then: PlaylistSeen | undefined, now: PlaylistSeen): Judgement {
  if (now.is === "absent") return { is: "nobody" };
  if (now.is === "unknown") return { is: "unknown", playlist, why: now.why };
  if (now.isEnded) return { is: "nobody" };
  if (then === undefined || then.is === "unknown")
    return { is: "unknown", playlist, why: then?.why ?? "it was not looked at before" };
  if (then.is === "absent") return { is: "somebody", playlist, how: "it was written meanwhile" };
  if (then.text === now.text) return { is: "nobody" };
  const [from, to] = [then.newest, now.newest];
  const how =
    from === undefined || to === undefined
      ? "it changed meanwhile"
      : `its newest segment went from ${from} to ${to}`;
  return { is: "somebody", playlist, how };
}

/** Is there a playlist at all that could change? */
export function hasPlaylists(seen: PlaylistsSeen): boolean {
  return [...seen.values()].some(({ is }) => is !== "absent");
}

/**
 * Is there a list of segments that does not say its end? A stop writes that only where nobody else was seen writing, and who
 * writes takes it away.
 */
export function hasOpenLists(seen: PlaylistsSeen): boolean {
  return [...seen.values()].some(
    (each) =>
      each.is === "unknown" || (each.is === "there" && !each.isEnded && each.variants.length === 0),
  );
}

/**
 * For how long playlists must stand still, milliseconds: three target durations of the slowest, at least `quietMs`, because
 * an encoder that cannot write tries again for so long.
 */
export function quietWindowMs(seen: PlaylistsSeen, quietMs: number): number {
  return Math.min(Math.max(longestTargetMs(seen) * TARGET_DURATIONS, quietMs), LONGEST_MS);
}

/** The longest target duration that playlists name, milliseconds, as far as anybody waits for it. */
export function longestTargetMs(seen: PlaylistsSeen): number {
  const targets = [...seen.values()].map((each) =>
    each.is === "there" ? each.targetDurationSeconds : 0,
  );
  return Math.min(Math.max(0, ...targets) * 1000, LONGEST_MS / TARGET_DURATIONS);
}
