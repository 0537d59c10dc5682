import { fail, pass, skip, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";

/** Different machines of one edge may answer, so more than one miss is no proof. */
const TRIES = 3;

/** Segments are kept at the edge: without that, every viewer costs a read at the origin. */
export const edgeSegmentsCached: Check = {
  id: "edge-segments-cached",
  hop: "edge",
  asked: "is a segment that was asked for again a hit?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ edge, target }) => {
    const [segment] = (await edge?.segments()) ?? [];
    if (edge === undefined || segment === undefined) return skip("no segment is listed");
    const seen: string[] = [];
    const curl = edge.curl(segment.address, "-sS -o segment.ts -D -");
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await edge.get(segment.address);
      const result = answer?.headers.get("x-cache") ?? "not said";
      seen.push(result);
      if (/^hit/i.test(result) || Number(answer?.headers.get("age") ?? 0) > 0)
        return pass(`X-Cache: ${result}`, curl);
    }
    return fail(`X-Cache: ${seen.join(", ")}`, {
      code: "SEGMENTS_NOT_CACHED",
      text: "the edge fetches every segment anew: the behavior for segments caches nothing",
      hint: `Give it CachingOptimized: ${target.command("create-cdn")}`,
      curl,
    });
  },
};
