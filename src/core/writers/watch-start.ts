import { variantName } from "../../config/ladder/master-playlist.ts";
import { isLive } from "../../services/medialive/channel-waits.ts";
import { forgetShow } from "../channel/end-show.ts";
import { rememberRun } from "../channel/own-lists.ts";
import { stopChannel } from "../channel/stop-channel.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { anotherWriter, cacheOfItsOwn, type OtherWriter, warnUnknown } from "./another-writer.ts";
import { claimCache, releaseClaim } from "./claim-cache.ts";
import { hasOpenLists, quietWindowMs } from "./judge-writers.ts";
import { betweenLooksMs, type FirstLook, firstLook, lookForWriters } from "./look-for-writers.ts";
import type { PlaylistsSeen } from "./playlist-seen.ts";
import { readPlaylists } from "./read-playlists.ts";
import { judgeSecondWriter } from "./second-writer.ts";

/** More reads than these tell nothing new, and a start takes minutes. */
const KEPT_READS = 64;

/**
 * Runs a start and what is looked at after it with nobody else in the cache: claims it, looks before it where the cache is
 * not known to be ours, and beside it everywhere; who is seen then stops what was started. Throws CLAIMED_ELSEWHERE,
 * ANOTHER_WRITER, and what `work` throws, which is told what was there before unless the channel is on air already (`state`).
 */
export async function aloneInCache<Answer>(
  host: Host,
  stack: Stack,
  {
    state,
    work,
  }: {
    readonly state: string | undefined;
    readonly work: (host: Host, before?: PlaylistsSeen) => Promise<Answer>;
  },
): Promise<Answer> {
  if (stack.planContext().resources.channel?.ids["id"] === undefined || isLive(state))
    return work(host);
  await claimCache(host, stack);
  try {
    const before = await lookBefore(host, stack);
    return await watched(host, stack, { before, work });
  } catch (error) {
    if (!host.signal.aborted) await releaseClaim(host, stack);
    throw error;
  }
}

/**
 * A cache that this run made is empty; one that this stack made needs no wait: who writes there is seen in the minutes that
 * a channel takes to start.
 */
async function lookBefore(host: Host, stack: Stack): Promise<FirstLook> {
  const isOurs = stack.planContext().resources.cache?.ownership === "ours";
  if (isOurs && !stack.wasKnown) return { seen: new Map(), at: host.clock.now() };
  const first = await firstLook(host, stack);
  const unread = [...first.seen].find(([, { is }]) => is === "unknown");
  if (isOurs) {
    const [playlist, seen] = unread ?? [];
    if (playlist !== undefined && seen?.is === "unknown")
      warnUnknown(host, stack, { is: "unknown", playlist, why: seen.why });
    return first;
  }
  const verdict = await lookForWriters(host, stack, first);
  if (verdict.is === "unknown") warnUnknown(host, stack, verdict);
  if (verdict.is !== "somebody") return first;
  throw anotherWriter(stack, verdict, {
    consequence: "Nothing was started.",
    otherwise: cacheOfItsOwn(host, stack),
  });
}

async function watched<Answer>(
  host: Host,
  stack: Stack,
  {
    before,
    work,
  }: {
    readonly before: FirstLook;
    readonly work: (host: Host, before: PlaylistsSeen) => Promise<Answer>;
  },
): Promise<Answer> {
  const found = new AbortController();
  const over = new AbortController();
  const watching = watch(
    { ...host, signal: AbortSignal.any([host.signal, over.signal]) },
    stack,
    before.seen,
  ).then((seen) => {
    if (seen.somebody !== undefined) found.abort();
    return seen;
  });
  const signal = AbortSignal.any([host.signal, found.signal]);
  try {
    const answer = await work({ ...host, signal }, before.seen);
    if (hasOpenLists(before.seen)) {
      const windowMs = quietWindowMs(before.seen, stack.clients.quietMs);
      await host.clock.sleep(Math.max(0, before.at + windowMs - host.clock.now()), signal);
    }
    over.abort();
    const { somebody, last } = await watching;
    if (somebody === undefined) {
      await rememberRun(stack, last);
      return answer;
    }
  } catch (error) {
    over.abort();
    if (!found.signal.aborted || host.signal.aborted) {
      await watching;
      throw error;
    }
  }
  const { somebody } = await watching;
  if (somebody === undefined) throw new Error("nobody was found");
  await stopChannel(host, { stack });
  // What two wrote is not for one of them to end.
  await forgetShow(stack);
  throw anotherWriter(stack, somebody, {
    consequence: "The channel that this run started is stopped again.",
    otherwise: cacheOfItsOwn(host, stack),
  });
}

/** Reads until somebody else is seen, or the signal aborts; tells the last read as well. */
async function watch(
  host: Host,
  stack: Stack,
  before: PlaylistsSeen,
): Promise<{ readonly somebody?: OtherWriter; readonly last: PlaylistsSeen }> {
  const ownNames = stack.spec.channel.ladder.map(variantName);
  const reads = [before];
  let last = before;
  try {
    for (;;) {
      await host.clock.sleep(betweenLooksMs(stack), host.signal);
      last = await readPlaylists(host, stack, before);
      reads.push(last);
      if (reads.length > KEPT_READS) reads.splice(1, 1);
      const verdict = judgeSecondWriter(reads, ownNames);
      if (verdict.is === "somebody") return { somebody: verdict, last };
    }
  } catch (error) {
    if (host.signal.aborted) return { last };
    throw error;
  }
}
