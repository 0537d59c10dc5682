import { fail, pass, skip, warn, type Check } from "../check.ts";
import { readable, type Evidence } from "../evidence.ts";
import { curlMaster } from "../repeat.ts";
import { samplesOf } from "../samples.ts";
import { DEFAULT_ERROR_SECONDS } from "../../services/cloudfront/distribution-facts.ts";

/** A second error is one that was asked for anew, when errors are kept for a second only. */
const WAIT_MS = 2_100;
const LONGEST_SECONDS = 1;

/** A segment that comes a moment late must not stay missing for ten seconds. */
export const edgeErrorTtl: Check = {
  id: "edge-error-ttl",
  hop: "edge",
  asked: "does the edge forget a 404 within a second or two?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const { variant } = await samplesOf(evidence);
    const address = edge.resolve(
      `live-origin-probe-${target.nonce}-missing.ts`,
      variant?.address ?? "",
    );
    const curl = `${edge.curl(address)}; sleep 2; ${edge.curl(address)}`;
    const configured = await configuredSeconds(evidence);
    // What is configured is enough where it is right; where it is not, the wire has the last word.
    if (configured !== undefined && configured <= LONGEST_SECONDS)
      return pass(`404 is kept for ${configured} s`, curl);
    await edge.get(address);
    await target.clock.sleep(waitMs(variant?.targetSeconds), target.signal);
    const again = await edge.get(address);
    const age = Number(again?.headers.get("age") ?? 0);
    const saw = `asked again: ${again?.status ?? "no answer"}, Age ${age}`;
    if (age <= LONGEST_SECONDS) return pass(saw, curl);
    const cause = {
      code: "ERRORS_CACHED",
      text: `the edge keeps a 404 for ${configured === undefined ? "several seconds" : `${configured} s`}, so a segment that is a moment late stays missing for every viewer`,
      curl,
    };
    if (target.origin === undefined)
      return warn(saw, {
        ...cause,
        hint: "Let it keep errors for a second. CloudFront console: Error pages, 404, Error caching minimum TTL.",
      });
    return fail(saw, {
      ...cause,
      hint: `Let it keep errors for 1 s: ${target.command("create-cdn")}`,
    });
  },
};

/** Within the two target durations that a run may take. */
function waitMs(targetSeconds: number | undefined): number {
  return Math.min(WAIT_MS, 2_000 * Math.max(1.05, targetSeconds ?? 0));
}

async function configuredSeconds({ distribution }: Evidence): Promise<number | undefined> {
  const facts = await readable(distribution);
  return facts === undefined ? undefined : (facts.errorSeconds.get(404) ?? DEFAULT_ERROR_SECONDS);
}
