import { containerOf } from "../media/read-media.ts";
import { behaviorFor } from "../../services/cloudfront/distribution-facts.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { readable, type Evidence } from "../evidence.ts";
import { statusOf, type SegmentSeen } from "../cached-source.ts";
import { curlMaster } from "../repeat.ts";

/** The newest segment of every rendition, at the edge and byte by byte as at the origin. */
export const edgeSegments: Check = {
  id: "edge-segments",
  hop: "edge",
  asked: "does the edge serve the newest segment of every rendition, the same as at the origin?",
  needs: ["edge-variants", "origin-media"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, origin, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const segments = await edge.segments();
    const [first] = segments;
    if (first === undefined) return skip("no segment is listed");
    const missing = segments.find(({ answer }) => answer?.status !== 200);
    if (missing !== undefined) return notServed(evidence, missing);
    const compared = await Promise.all(
      segments.map(async (segment) => ({
        ...segment,
        real: await origin?.get(origin.resolve(segment.name)),
      })),
    );
    const other = compared.find(
      ({ answer, real }) => real?.status === 200 && answer?.body.equals(real.body) === false,
    );
    const curl = edge.curl(first.address, "-sS -o segment.ts");
    if (other === undefined)
      return pass(
        `${segments.length} of ${segments.length}${origin === undefined ? "" : ", the same as at the origin"}`,
        curl,
      );
    const age = Number(other.answer?.headers.get("age") ?? 0);
    if (containerOf(other.answer?.body ?? Buffer.alloc(0)) !== "mpeg-ts" || age <= 0)
      return fail(
        `${other.name}: ${other.answer?.body.length ?? 0} bytes at the edge, ${other.real?.body.length ?? 0} at the origin, Content-Type ${other.answer?.headers.get("content-type") ?? "not said"}, Age ${age}`,
        {
          code: "SEGMENT_DIFFERS",
          text: "viewers get other bytes than the origin has, and not from a cache: something on the way changes them, or two encoders write the same names",
          hint: `Look at what stands between: a proxy, a function, another origin of the distribution. ${target.command("create-cdn")} sets the distribution right.`,
          curl: edge.curl(other.address, "-sS -o segment.ts"),
        },
      );
    return fail(
      `${other.name}: the edge has another one than the origin, Age ${other.answer?.headers.get("age") ?? "absent"}`,
      {
        code: "STALE_SEGMENTS",
        text: "the edge serves segments of an earlier run under the same names: the counter restarted with the channel",
        hint: `Invalidate /*.ts now: that costs no show. CloudFront console: the distribution, Invalidations. After the show give segments names that do not come back: ${target.command("create-channel --segment-names restart-safe")}`,
        curl: edge.curl(other.address, "-sS -o segment.ts"),
      },
    );
  },
};

async function notServed(
  evidence: Evidence,
  { name, address, answer }: SegmentSeen,
): Promise<Finding> {
  const { edge, origin, target } = evidence;
  const real = await origin?.get(origin.resolve(name));
  const saw = `${name}: ${statusOf(answer)} at the edge, ${origin === undefined ? "origin unknown" : `${statusOf(real)} at the origin`}`;
  const curl = edge?.curl(address);
  const facts = await readable(evidence.distribution);
  const behavior = facts === undefined ? undefined : behaviorFor(facts, name);
  const hint = `Set the distribution right: ${target.command("create-cdn")}`;
  if (facts !== undefined && behavior?.pattern === undefined)
    return fail(saw, {
      code: "WRONG_PATTERN",
      text: `no path pattern of the distribution fits ${name}, so the default behavior answers`,
      hint,
      curl,
    });
  if (behavior?.hasViewerRequestFunction === true)
    return fail(saw, {
      code: "FUNCTION_ANSWERS",
      text: `the behavior ${behavior.pattern ?? ""} has a function that answers segments itself`,
      hint,
      curl,
    });
  return fail(saw, {
    code: "SEGMENT_NOT_SERVED",
    text: "the origin has the segment, but the edge does not serve it",
    hint,
    curl,
  });
}
