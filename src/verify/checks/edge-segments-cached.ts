import { fail, pass, skip, warn, type Check } from "../check.ts";
import type { ViewerAnswer } from "../client.ts";
import type { Evidence } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import { curlMaster } from "../repeat.ts";

/** Different machines of one edge may answer, so more than one miss is no proof. */
const TRIES = 3;
/** The shortest TTL that one would set by mistake is a second; Age counts whole ones. */
const KEPT_MS = 2_100;

/** Segments are kept at the edge: without that, every viewer costs a read at the origin. */
export const edgeSegmentsCached: Check = {
  id: "edge-segments-cached",
  hop: "edge",
  asked: "is a segment that was asked for again a hit?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, stream, target } = evidence;
    const { clock, signal } = target;
    const read = ((await stream?.windows()) ?? []).flatMap(({ segments }) => {
      const middle = segments[Math.floor(segments.length / 2)];
      return middle?.segment.range === undefined && middle?.trouble === undefined ? [middle] : [];
    })[0];
    if (edge === undefined || read === undefined)
      return skip("no segment is listed that is a file of its own");
    const { address } = read.segment;
    const isOurs = target.origin !== undefined;
    const seen: string[] = [];
    const curl = edge.curl(address, "-sS -o segment.ts -D -");
    const rest = (): number => Math.max(0, read.reply.askedAt + KEPT_MS - clock.now());
    await clock.sleep(rest(), signal);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await edge.get(address);
      const result = answer?.headers.get("x-cache") ?? "absent";
      seen.push(result);
      if (!isKept(answer)) continue;
      const saw = `X-Cache: ${seen.join(", ")}`;
      if (tries === 0 || ageOf(answer) > 1) return pass(saw, curl);
      // Fetched anew though it was asked for just before: by another machine, or is it forgotten so soon?
      await clock.sleep(KEPT_MS, signal);
      const later = await edge.get(address);
      return isKept(later) ? pass(saw, curl) : briefly(evidence, { saw, later, curl });
    }
    // Other CDNs need not tell.
    if (seen.every((each) => each === "absent") && !isOurs)
      return pass("unknown: this server sends neither X-Cache nor Age", curl);
    const saw = `X-Cache: ${seen.join(", ")}`;
    const code = "SEGMENTS_NOT_CACHED";
    if (!isOurs)
      return warn(saw, {
        code,
        text: "the CDN fetches every segment again, so every viewer costs a read at the origin",
        hint: "Let it keep segments for as long as they are listed. CloudFront console: Behaviors, the pattern of the segments, Cache policy CachingOptimized.",
        curl,
      });
    return fail(saw, {
      code,
      text: "the edge fetches every segment again: the behavior for segments caches nothing",
      hint: `Give it CachingOptimized: ${target.command("create-cdn")}`,
      curl,
    });
  },
};

function isKept(answer: ViewerAnswer | undefined): boolean {
  const { headers } = answer ?? {};
  return /^hit/i.test(headers?.get("x-cache") ?? "") || ageOf(answer) > 0;
}

function ageOf(answer: ViewerAnswer | undefined): number {
  return Number(answer?.headers.get("age") ?? 0);
}

function briefly(
  { target: { origin, command } }: Evidence,
  { saw, later, curl }: { saw: string; later: ViewerAnswer | undefined; curl: string },
): Finding {
  const cause = {
    code: "SEGMENTS_CACHED_BRIEFLY",
    text: "the edge keeps segments for a second or two only, so every viewer who is a little behind costs a read at the origin",
    curl,
  };
  const said = `${saw}; ${KEPT_MS / 1000} s later ${later?.headers.get("x-cache") ?? "absent"}, Cache-Control ${later?.headers.get("cache-control") ?? "absent"}`;
  return origin === undefined
    ? warn(said, {
        ...cause,
        hint: "Give segments a longer max-age in Cache-Control: as long as they are listed. CloudFront console: Behaviors, the pattern of the segments, Cache policy CachingOptimized.",
      })
    : fail(said, { ...cause, hint: `Give it CachingOptimized: ${command("create-cdn")}` });
}
