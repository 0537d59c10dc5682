import { get } from "../client.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";

const PAGE = "https://player.example";
const FROM_PAGE = `-sS -i -H Origin:${PAGE}`;

/** Players in pages of other origins may read what the edge serves. */
export const edgeCors: Check = {
  id: "edge-cors",
  hop: "edge",
  asked: "may a page of another origin read master, variants and segments?",
  needs: ["edge-segments"],
  curl: (evidence) => curlMaster(evidence, FROM_PAGE),
  run: async ({ edge, target }) => {
    if (edge === undefined) return skip("there is no distribution");
    const [variant] = await edge.variants();
    const [segment] = await edge.segments();
    const objects = [{ name: "the master", ...(await edge.master()) }, variant, segment].filter(
      (object) => object !== undefined,
    );
    const looks = await Promise.all(
      objects.map(async ({ name, address }) => {
        const answer = await get(address, { origin: PAGE }, { signal: target.signal });
        return { name, address, allowed: answer?.headers.get("access-control-allow-origin") };
      }),
    );
    const closed = looks.find(({ allowed }) => allowed !== "*" && allowed !== PAGE);
    if (closed === undefined) return pass("access-control-allow-origin is on all three");
    if (!target.wantsCors) return skip("not wanted here (--no-cors)");
    return fail(`${closed.name}: no access-control-allow-origin`, {
      code: "NO_CORS",
      text: "players in pages of another origin, hls.js for one, cannot read the stream",
      hint: `Attach the response headers policy: ${target.command("create-cdn")}`,
      curl: edge.curl(closed.address, FROM_PAGE),
    });
  },
};
