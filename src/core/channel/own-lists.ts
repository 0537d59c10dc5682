import { cacheName } from "../../services/momento/cache-name.ts";
import { serviceWords } from "../../config/text/redact.ts";
import type { Stack } from "../stack/stack.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import {
  beganAt,
  digestOf,
  isOfRun,
  listings,
  openListings,
  type RunEvidence,
} from "./judge-end.ts";

/** A ladder's lists, of several ladders: one that was changed may come back while what it wrote is still kept. */
const MOST_KEPT = 64;

/** What is known of the stack's last run. */
export function evidenceOf(
  { planContext }: Pick<Stack, "planContext">,
  whileStopping: readonly PlaylistsSeen[],
): RunEvidence {
  const { foundAtStart, runBegan } = planContext().resources.channel ?? {};
  return { foundAtStart, runBegan, whileStopping };
}

/**
 * Writes down which of the lists that stand in the cache are of the stack's own runs, because what tells it goes: with the
 * end of a show and the next start, which forget the run before, and with the channel. Not of a stack that its tags alone tell.
 */
export async function rememberOwnLists(
  stack: Pick<Stack, "planContext" | "store" | "found">,
  seen: PlaylistsSeen,
  whileStopping: readonly PlaylistsSeen[] = [],
): Promise<void> {
  const { cache } = stack.planContext().resources;
  if (cache === undefined || stack.found !== undefined) return;
  const evidence = evidenceOf(stack, whileStopping);
  const own = [...listings(seen)]
    .filter(([name, list]) => isOfRun(name, list, evidence))
    .map(([, list]) => digestOf(list));
  // No look finds a list that neither the master nor the ladder names now.
  const ownLists = [...new Set([...own, ...(cache.ownLists ?? [])])].slice(0, MOST_KEPT);
  await stack.store.patch("cache", { ownLists: ownLists.length === 0 ? undefined : ownLists });
}

/**
 * Writes down when the run began that a start has made, as its segments say: by that its lists are known later, whoever stops it.
 */
export async function rememberRun(stack: Stack, seen: PlaylistsSeen): Promise<void> {
  const { foundAtStart, runBegan } = evidenceOf(stack, []);
  if (foundAtStart === undefined) return;
  const evidence = { foundAtStart, whileStopping: [] };
  const began = [...openListings(seen)].flatMap(([name, list]) =>
    isOfRun(name, list, evidence) ? [beganAt(list)] : [],
  )[0];
  if (began !== undefined && runBegan === undefined)
    await stack.store.patch("channel", { runBegan: new Date(began).toISOString() });
}

/**
 * Why a cache in which nobody is seen writing is not deleted with the stack: lists stand in it that are of none of the runs
 * that are on record, whether they have ended, and can still be watched, or not. Undefined where there are none.
 */
export function strangeLists(stack: Stack, seen: PlaylistsSeen): string | undefined {
  const evidence = evidenceOf(stack, []);
  const strange = [...listings(seen)].filter(
    ([name, list]) => !isKnown(stack, digestOf(list)) && !isOfRun(name, list, evidence),
  );
  if (strange.length === 0) return undefined;
  const names = serviceWords(strange.map(([name]) => name).join(", "));
  const may = strange.every(([, { isEnded }]) => isEnded)
    ? "has ended, and what it lists can be watched until its TTL is over"
    : "may only pause, because no end is written";
  return `In the cache ${cacheName(stack.planContext())} ${names} ${strange.length === 1 ? "is" : "are"} not of a show that was started from this folder: somebody else's ${may}. A start of this channel from MediaLive's console is not on record here either.`;
}

function isKnown({ planContext }: Pick<Stack, "planContext">, digest: string): boolean {
  return planContext().resources.cache?.ownLists?.includes(digest) === true;
}
