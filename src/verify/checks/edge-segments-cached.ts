import { fail, pass, skip, warn, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";
import { samplesOf } from "../samples.ts";

/** Different machines of one edge may answer, so more than one miss is no proof. */
const TRIES = 3;

/** Segments are kept at the edge: without that, every viewer costs a read at the origin. */
export const edgeSegmentsCached: Check = {
  id: "edge-segments-cached",
  hop: "edge",
  asked: "is a segment that was asked for again a hit?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, target } = evidence;
    const { segment } = await samplesOf(evidence);
    if (edge === undefined || segment === undefined)
      return skip("no segment is listed that is a file of its own");
    const isOurs = target.origin !== undefined;
    const seen: string[] = [];
    const curl = edge.curl(segment.address, "-sS -o segment.ts -D -");
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await edge.get(segment.address);
      const result = answer?.headers.get("x-cache") ?? "absent";
      seen.push(result);
      if (/^hit/i.test(result) || Number(answer?.headers.get("age") ?? 0) > 0)
        return pass(`X-Cache: ${result}`, curl);
    }
    // Other CDNs need not tell.
    if (seen.every((each) => each === "absent") && !isOurs)
      return pass("unknown: this server sends neither X-Cache nor Age", curl);
    const saw = `X-Cache: ${seen.join(", ")}`;
    const code = "SEGMENTS_NOT_CACHED";
    if (!isOurs)
      return warn(saw, {
        code,
        text: "the CDN fetches every segment anew, so every viewer costs a read at the origin",
        hint: "Let it keep segments for as long as they are listed. CloudFront console: Behaviors, the pattern of the segments, Cache policy CachingOptimized.",
        curl,
      });
    return fail(saw, {
      code,
      text: "the edge fetches every segment anew: the behavior for segments caches nothing",
      hint: `Give it CachingOptimized: ${target.command("create-cdn")}`,
      curl,
    });
  },
};
