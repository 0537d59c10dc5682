import type { Verb } from "./sequence.ts";
import { runsIn, VARIANT, type Listing, type StackView } from "./stack-view.ts";

type Circumstances = {
  /** Both stacks use one cache, which at least one of them has said yes to. */
  readonly shares: boolean;
  /** The runs that this stack's channel has written. */
  readonly ownRuns: ReadonlySet<string>;
  /** What the other one did. */
  readonly verb: Verb;
};

/**
 * What a stack has after the other one's step that it did not have before, or the reverse; undefined where its show is
 * what it was, or went on by itself.
 */
export function whatChanged(
  before: StackView,
  after: StackView,
  circumstances: Circumstances,
): string | undefined {
  for (const part of ["stackId", "channel", "cache", "resources", "configs", "files"] as const) {
    const [was, is] = [JSON.stringify(before[part]), JSON.stringify(after[part])];
    if (was !== is) return `${part}: ${was}\n→ ${is}`;
  }
  const runs = before.channel === "RUNNING";
  const listing = before.playlists.get(VARIANT);
  const text = listing?.text ?? "";
  // A list with its end is nobody's: whoever made the cache may delete it then.
  const isOpen = !text.includes("EXT-X-ENDLIST");
  const isOnesOwn = runs || (isOpen && runsIn(text).some((run) => circumstances.ownRuns.has(run)));
  // Whose cache it is not, and who has nothing in it, cannot keep it.
  if (circumstances.shares && !isOnesOwn) return undefined;
  if (before.isCacheThere && !after.isCacheThere) return "the cache is gone";
  if (before.keys.join() !== after.keys.join()) return `keys: ${after.keys.join()}`;
  if (!runs && circumstances.shares && circumstances.verb === "start") return undefined;
  for (const [name, was] of before.playlists) {
    const is = after.playlists.get(name);
    const problem = runs ? wentOn(was, is) : stands(was, is);
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  return undefined;
}

function stands(was: Listing, is: Listing | undefined): string | undefined {
  return JSON.stringify(pairs(was)) === JSON.stringify(pairs(is))
    ? undefined
    : `${JSON.stringify(pairs(was))}\n→ ${JSON.stringify(pairs(is))}`;
}

function wentOn(was: Listing, is: Listing | undefined): string | undefined {
  if (is === undefined || is.status !== was.status)
    return `answers ${is?.status} instead of ${was.status}`;
  if (was.segments.size === 0) return stands(was, is);
  if (is.text.includes("ENDLIST")) return "is ended";
  const [from, to] = [sequenceOf(was), sequenceOf(is)];
  if (to < from) return `goes back from ${from} to ${to}`;
  const lost = [...is.segments].filter(([, bytes]) => bytes.length === 3);
  if (lost.length > 0) return `lists ${JSON.stringify(lost)}`;
  for (const [uri, bytes] of was.segments)
    if (is.segments.has(uri) && is.segments.get(uri) !== bytes) return `${uri} has other bytes`;
  return undefined;
}

function pairs(listing: Listing | undefined): unknown {
  return [listing?.status, listing?.text, [...(listing?.segments ?? [])]];
}

function sequenceOf({ text }: Listing): number {
  return Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
}
