import { get } from "../client.ts";
import { fail, pass, skip, warn, type Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { statusOf } from "../cached-source.ts";
import { curlDistribution } from "../repeat.ts";

/** The distribution exists, is enabled, and its configuration has arrived at the edges. */
export const distribution: Check = {
  id: "distribution",
  hop: "edge",
  asked: "is the CloudFront distribution there, enabled and deployed?",
  needs: [],
  curl: (evidence) => curlDistribution(evidence),
  run: async (evidence) => {
    const { target } = evidence;
    if (target.distribution === undefined) return skip("this stack has no distribution");
    const facts = await evidence.distribution();
    const saw = `${target.distribution.id} is ${facts === undefined ? "gone" : `${facts.enabled ? "enabled" : "disabled"} and ${facts.status}`}`;
    if (facts === undefined)
      return fail(saw, {
        code: "DISTRIBUTION_GONE",
        text: "the distribution was deleted",
        hint: `Make it again: ${target.command("create-cdn")}`,
      });
    if (!facts.enabled)
      return fail(saw, {
        code: "DISTRIBUTION_DISABLED",
        text: "the distribution is disabled, so it answers nobody",
        hint: `Enable it: ${target.command("create-cdn")}`,
      });
    if (facts.status === "Deployed") return pass(saw);
    const seen = await firstVariant(evidence);
    const late = {
      code: "DISTRIBUTION_DEPLOYING",
      text: "the last change is still on its way to the edges",
      hint: "CloudFront needs a few minutes; run verify again then.",
    };
    return seen === 200
      ? warn(`${saw}; it serves`, late)
      : fail(`${saw}; a variant playlist is answered with ${seen}`, late);
  },
};

async function firstVariant({ edge, target }: Evidence): Promise<number | string> {
  const { links, address } = (await edge?.master()) ?? { links: [], address: "" };
  const [link] = links;
  if (edge === undefined || link === undefined) return "no master playlist";
  const answer = await get(edge.resolve(link.uri, address), {}, { signal: target.signal });
  return answer?.status ?? statusOf(answer);
}
