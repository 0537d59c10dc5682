import { get } from "../client.ts";
import { fail, pass, skip, warn, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";
import { samplesOf } from "../samples.ts";

const PAGE = "https://player.example";
const FROM_PAGE = `-sS -i -H Origin:${PAGE}`;

/** Players in pages of other origins may read what the edge serves. */
export const edgeCors: Check = {
  id: "edge-cors",
  hop: "edge",
  asked: "may a page of another origin read master, variants and segments?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence, FROM_PAGE),
  run: async (evidence) => {
    const { edge, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const { master, variant, segment } = await samplesOf(evidence);
    const objects = [master, variant, segment].filter((object) => object !== undefined);
    const answers = await Promise.all(
      objects.map(async ({ name, address }) => {
        const answer = await get(address, { origin: PAGE }, { signal: target.signal });
        return { name, address, answer };
      }),
    );
    const looks = answers.flatMap(({ name, address, answer }) =>
      answer === undefined
        ? []
        : { name, address, allowed: answer.headers.get("access-control-allow-origin") },
    );
    if (looks.length === 0) return skip("nothing could be read");
    const closed = looks.find(({ allowed }) => allowed !== "*" && allowed !== PAGE);
    if (closed === undefined) return pass(`access-control-allow-origin is on all ${looks.length}`);
    if (!target.wantsCors) return skip("not wanted here (--no-cors)");
    const saw = `${closed.name}: ${closed.allowed === null ? "no access-control-allow-origin" : `access-control-allow-origin is ${JSON.stringify(closed.allowed)} for a page of ${PAGE}`}`;
    const cause = {
      code: "NO_CORS",
      text: "players in pages of another origin, hls.js for one, cannot read the stream",
      curl: edge.curl(closed.address, FROM_PAGE),
    };
    if (target.origin === undefined)
      return warn(saw, {
        ...cause,
        hint: closed.allowed?.includes(",")
          ? "Send Access-Control-Allow-Origin once: the origin and the CDN both add it."
          : "Send Access-Control-Allow-Origin. CloudFront console: Behaviors, Response headers policy, SimpleCORS.",
      });
    return fail(saw, {
      ...cause,
      hint: `Attach the response headers policy: ${target.command("create-cdn")}`,
    });
  },
};
