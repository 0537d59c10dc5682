import { behaviorFor } from "../../services/cloudfront/distribution-facts.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { readable } from "../evidence.ts";
import { statusOf } from "../place.ts";
import { curlMaster } from "../repeat.ts";

/** Something that is no key, so that nothing is given away by asking. */
const QUERY = "token=live-origin-probe";

/** A viewer's query string stays at the edge. */
export const edgeQueryDropped: Check = {
  id: "edge-query-dropped",
  hop: "edge",
  asked: "does a viewer's query string stay at the edge?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const objects = [(await edge.variants())[0], await uncachedSegment(evidence)];
    const looks = await Promise.all(
      objects.flatMap((object) => {
        if (object === undefined) return [];
        const address = `${object.address.replace(/[?#].*$/s, "")}?${QUERY}`;
        return [edge.get(address).then((answer) => ({ ...object, address, answer }))];
      }),
    );
    const refused = looks.find(({ answer }) => answer?.status !== 200);
    if (refused === undefined)
      return pass(`${looks.length} requests with a query were answered alike`);
    const facts = await readable(evidence.distribution);
    const policy = facts && behaviorFor(facts, refused.name)?.originRequestPolicyId;
    return fail(`${refused.name}?${QUERY}: ${statusOf(refused.answer)}`, {
      code: "QUERY_FORWARDED",
      text: `the query string reaches the origin beside the Authorization header, and Momento refuses two keys at once${policy === undefined ? "" : ` (origin request policy ${policy})`}`,
      hint: `Take the origin request policy away: ${target.command("create-cdn")}`,
      curl: edge.curl(refused.address),
    });
  },
};

/** One that nobody has asked for yet: from the cache, any query would look dropped. */
async function uncachedSegment({ edge }: Parameters<Check["run"]>[0]) {
  const variant = (await edge?.variants())?.[0];
  const uri = variant?.playlist?.segments.at(-2)?.uri;
  if (edge === undefined || variant === undefined || uri === undefined) return undefined;
  return { name: uri, address: edge.resolve(uri, variant.address) };
}
