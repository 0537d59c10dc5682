import { get } from "../client.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";

/** Viewers can only read: whatever else they send would go to the origin with the player key. */
export const edgeReadOnly: Check = {
  id: "edge-read-only",
  hop: "edge",
  asked: "does the edge refuse writes of viewers by itself?",
  needs: ["edge-master"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ edge, target }) => {
    if (edge === undefined) return skip("there is no distribution");
    if (!target.probes) return skip("nothing is written on a tick of a watch");
    const { address } = await edge.master();
    const probe = new URL(`live-origin-probe-${target.nonce}.ts`, address).href;
    const url = `${probe}?ttl_seconds=1`;
    const answer = await get(
      url,
      {},
      { method: "PUT", body: new Uint8Array([0]), signal: target.signal },
    );
    const curl = edge.curl(url, "-sS -i -X PUT --data-binary x");
    // CloudFront's own refusal is a 403 with this Server line; what the origin refuses, the edge has let through.
    const byEdge = answer?.headers.get("server") === "CloudFront" && answer.status === 403;
    const saw = `a PUT of one byte: ${answer?.status ?? "no answer"}${byEdge ? " by CloudFront" : ""}`;
    if (answer === undefined) return skip(`${saw}, so nothing is known`);
    if (byEdge) return pass(saw, curl);
    return fail(saw, {
      code: "EDGE_TAKES_WRITES",
      text: "the distribution lets methods other than GET and HEAD through to the origin, with the player key",
      hint: `Allow GET and HEAD only: ${target.command("create-cdn")}`,
      curl,
    });
  },
};
