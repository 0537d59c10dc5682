import { behaviorFor } from "../../services/cloudfront/distribution-facts.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { readable } from "../evidence.ts";
import { statusOf } from "../cached-source.ts";
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
        const ask = () => edge.get(address);
        return [askTwice(ask).then((answer) => ({ ...object, address, answer }))];
      }),
    );
    const refused = looks.find(({ answer }) => answer?.status !== 200);
    if (refused === undefined)
      return pass(`${looks.length} requests with a query were answered alike`);
    if (!isKeyRefused(refused.answer))
      return fail(`${refused.name}?${QUERY}: ${statusOf(refused.answer)}, twice`, {
        code: "EDGE_FAILS",
        text: `the edge does not answer a request with a query, or answers ${statusOf(refused.answer)}; what becomes of the query is not known`,
        hint: `Run it again; if it stays so, look at the distribution: ${target.command("status")}`,
        curl: edge.curl(refused.address),
      });
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

type Answer = { readonly status: number } | undefined;

/** What Momento answers to two keys at once (400, Momento docs, HTTP API), or another refusal of a key. */
function isKeyRefused(answer: Answer): boolean {
  return answer !== undefined && [400, 401, 403].includes(answer.status);
}

/** Trouble that passes is no finding. */
async function askTwice<Found extends Answer>(ask: () => Promise<Found>): Promise<Found> {
  const answer = await ask();
  return answer?.status === 200 || isKeyRefused(answer) ? answer : ask();
}

/** One that nobody has asked for yet, newer than all that the other checks read: from the cache, any query would look dropped. */
async function uncachedSegment({ edge, edgeAdvance }: Parameters<Check["run"]>[0]) {
  const [advance] = await edgeAdvance();
  const uri = advance?.last.playlist?.segments.at(-1)?.uri;
  if (edge === undefined || advance === undefined || uri === undefined) return undefined;
  return { name: uri, address: edge.resolve(uri, advance.address) };
}
