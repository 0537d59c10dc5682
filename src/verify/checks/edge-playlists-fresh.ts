import type { Advance } from "../advance.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";

/** Playlists at the edge are as new as at the origin, give or take less than a segment. */
export const edgePlaylistsFresh: Check = {
  id: "edge-playlists-fresh",
  hop: "edge",
  asked: "are playlists kept at the edge for less than a segment?",
  needs: ["edge-variants"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ edge, edgeAdvance, originAdvance, target }) => {
    if (edge === undefined) return skip("there is no distribution");
    // Side by side, so that both together take two target durations at most.
    const [advances, atOrigin] = await Promise.all([edgeAdvance(), originAdvance()]);
    if (atOrigin.some(({ segments }) => segments <= 0))
      return skip("the origin stands still, so the edge must");
    const stale = advances.find((advance) => advance.segments <= 0 || isTooOld(advance));
    const [first] = advances;
    if (stale === undefined)
      return pass(
        `a new segment on all ${advances.length} within ${(Math.max(0, ...advances.map(({ waitedMs }) => waitedMs)) / 1000).toFixed(1)} s`,
        first === undefined ? undefined : edge.curl(first.address),
      );
    const { headers } = stale.last.answer ?? {};
    const cached = /hit/i.test(headers?.get("x-cache") ?? "");
    const saw = `${stale.name}: ${stale.segments > 0 ? "new segments" : `no new segment in ${(stale.waitedMs / 1000).toFixed(1)} s`}, X-Cache ${headers?.get("x-cache") ?? "absent"}, Age ${headers?.get("age") ?? "absent"}`;
    const curl = edge.curl(stale.address);
    if (cached)
      return fail(saw, {
        code: "PLAYLISTS_CACHED",
        text: "the edge keeps playlists for longer than a segment, so players run dry",
        hint: `Let it keep them for less: ${target.command("create-cdn --playlist-cache-seconds 0")}`,
        curl,
      });
    return fail(saw, {
      code: "EDGE_STANDS_STILL",
      text: "no new segment appears at the edge",
      hint: "Run verify again; look at origin-advancing.",
      curl,
    });
  },
};

/** An Age beyond a segment is a playlist that lacks one. */
function isTooOld({ last }: Advance): boolean {
  const age = Number(last.answer?.headers.get("age") ?? 0);
  return age > Math.max(1, last.playlist?.targetDurationSeconds ?? 0);
}
