import { cacheName } from "../../services/momento/cache-name.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { hasPlaylists, type Judgement, judgeWriters, quietWindowMs } from "./judge-writers.ts";
import type { PlaylistsSeen } from "./playlist-seen.ts";
import { readPlaylists } from "./read-playlists.ts";

/** Reads of a live show cost the account operations, and a playlist changes once a segment. */
const LOOK_EVERY_MS = 1_000;

/** The pause between two looks at playlists, milliseconds. */
export function betweenLooksMs({ clients }: Pick<Stack, "clients">): number {
  return Math.max(LOOK_EVERY_MS, clients.pollMs.medialive);
}

/** A first look at a cache, to be compared with a later one. */
export type FirstLook = { readonly seen: PlaylistsSeen; readonly at: number };

/** Reads all playlists now. */
export async function firstLook(host: Host, stack: Stack): Promise<FirstLook> {
  return { seen: await readPlaylists(host, stack), at: host.clock.now() };
}

/**
 * Does anybody write to the stack's cache while our own channel is idle? Looks until somebody is seen or nobody has been for
 * the whole window, counted from the first look; at once where there is no playlist that could change.
 */
export async function lookForWriters(
  host: Host,
  stack: Stack,
  first?: FirstLook,
): Promise<Judgement & { readonly seen: PlaylistsSeen }> {
  const { clock, signal, emit } = host;
  const from = first ?? (await firstLook(host, stack));
  if (!hasPlaylists(from.seen)) return { is: "nobody", seen: from.seen };
  const windowMs = quietWindowMs(from.seen, stack.clients.quietMs);
  const cache = cacheName(stack.planContext());
  const seconds = Math.ceil(windowMs / 1000);
  try {
    for (;;) {
      const leftMs = from.at + windowMs - clock.now();
      if (leftMs > 0) {
        emit({
          type: "step.waiting",
          resource: "cache",
          until: `its playlists to stay unchanged for ${seconds} s`,
          now: "nobody seen writing",
        });
        await clock.sleep(Math.min(betweenLooksMs(stack), leftMs), signal);
      }
      const seen = await readPlaylists(host, stack, from.seen);
      const verdict = judgeWriters(from.seen, seen);
      if (verdict.is !== "somebody" && clock.now() < from.at + windowMs) continue;
      if (verdict.is === "nobody") {
        const message = `Nobody was seen writing to the cache ${cache} for ${seconds} s.`;
        emit({ type: "note", level: "info", code: "NOBODY_SEEN_WRITING", message });
      }
      return { ...verdict, seen };
    }
  } finally {
    emit({ type: "wait.over" });
  }
}
