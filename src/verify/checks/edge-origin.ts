import {
  behaviorFor,
  type DistributionFacts,
} from "../../services/cloudfront/distribution-facts.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { ViewerAnswer } from "../client.ts";
import { readable } from "../evidence.ts";
import { lookAtVariant, statusOf } from "../cached-source.ts";
import { curlMaster } from "../repeat.ts";
import { refusalOf, troubleTold } from "../stream/judge-answers.ts";
import type { VerifyTarget } from "../target.ts";

/** The edge reaches the origin, at the right place and with a key. */
export const edgeOrigin: Check = {
  id: "edge-origin",
  hop: "edge",
  asked: "does the edge get from the origin what is there, without a key from the viewer?",
  needs: ["distribution", "player-key", "origin-variants"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, origin, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const atOrigin = (await origin?.variants()) ?? [];
    const master = await edge.master();
    const link = atOrigin[0]?.link ?? master.links[0];
    if (link === undefined) return skip("no variant is known to ask for");
    // The query of the origin's master carries a key; viewers have none.
    const plain = { ...link, uri: link.uri.replace(/[?#].*$/s, "") };
    const { answer, address, name } = await lookAtVariant(edge, plain, master.address);
    const curl = edge.curl(address);
    const saw = `${name}: ${statusOf(answer)} at the edge${atOrigin[0] === undefined ? "" : `, ${statusOf(atOrigin[0].answer)} at the origin`}`;
    if (answer?.status === 200) return pass(saw, curl);
    const silence =
      answer === undefined && evidence.stream !== undefined
        ? troubleTold((await evidence.stream.entry()).reply)
        : undefined;
    if (silence !== undefined) return { ...fail(`${name}: ${silence.saw}`, silence), curl };
    const facts = await readable(evidence.distribution);
    const told = answer === undefined ? undefined : edgeRefusal({ address, answer, saw, target });
    return { ...(told ?? wrongSetting({ answer, name, saw, facts, target })), curl };
  },
};

/** What the edge itself says: it refuses by its own rules, or sends viewers elsewhere. */
function edgeRefusal({
  address,
  answer,
  saw,
  target: { command },
}: {
  readonly address: string;
  readonly answer: ViewerAnswer;
  readonly saw: string;
  readonly target: VerifyTarget;
}): Finding | undefined {
  const hint = `Set the distribution right: ${command("create-cdn")}`;
  const refusal = refusalOf(address, answer);
  if (refusal !== undefined) {
    const { code, text } = refusal;
    const said = `${saw}, X-Cache ${answer.headers.get("x-cache") ?? "not said"}`;
    return fail(said, { code, text, hint: code === "GEO_BLOCKED" ? refusal.hint : hint });
  }
  const location = answer.headers.get("location");
  if (answer.status < 300 || answer.status >= 400 || location === null) return undefined;
  const isToHttps =
    URL.canParse(location, address) &&
    new URL(location, address).href.replace(/^https:/, "http:").replace(":443/", "/") ===
      address.replace(":80/", "/");
  return isToHttps
    ? fail(`${saw}, Location ${location}`, {
        code: "REDIRECTS_TO_HTTPS",
        text: "the edge sends viewers of http: to https: (Viewer protocol policy redirect-to-https)",
        hint: `Give viewers the address with https:, or let both through: ${command("create-cdn")}`,
      })
    : fail(`${saw}, Location ${location}`, {
        code: "EDGE_REDIRECTS",
        text: "the edge sends viewers elsewhere instead of serving the playlist",
        hint,
      });
}

function wrongSetting({
  answer,
  name,
  saw,
  facts,
  target,
}: {
  readonly answer: ViewerAnswer | undefined;
  readonly name: string;
  readonly saw: string;
  readonly facts: DistributionFacts | undefined;
  readonly target: VerifyTarget;
}): Finding {
  const hint = `Set the distribution right: ${target.command("create-cdn")}`;
  const blame = (code: string, text: string): Finding => fail(saw, { code, text, hint });
  const { origin } = target;
  if (answer === undefined)
    return fail(saw, {
      code: "EDGE_UNREACHABLE",
      text: "nothing answers at the address of the distribution",
      hint: "Check the address and the network; a new distribution's name takes minutes to be known everywhere.",
    });
  const refused = answer.status === 401 || answer.status === 403;
  if (facts === undefined)
    return refused
      ? blame(
          "AUTHORIZATION_REFUSED",
          "the origin refuses the key that the edge sends, or it sends none",
        )
      : blame("EDGE_FAILS", `the edge answers ${answer.status}: wrong origin, path or behavior`);
  if (refused && !facts.sendsAuthorization)
    return blame(
      "MISSING_AUTHORIZATION",
      "the distribution has no origin custom header Authorization with the player key",
    );
  if (origin !== undefined && facts.originHost !== new URL(origin.restUrl).hostname)
    return blame(
      "WRONG_ORIGIN_HOST",
      `the distribution's origin is ${facts.originHost ?? "not set"}, not ${new URL(origin.restUrl).hostname}`,
    );
  const path = `/cache/${origin?.cache ?? ""}`;
  if (origin !== undefined && facts.originPath !== path)
    return blame(
      "WRONG_ORIGIN_PATH",
      `the distribution's origin path is ${facts.originPath || "empty"}, not ${path}`,
    );
  const behavior = behaviorFor(facts, name);
  if (behavior?.originRequestPolicyId !== undefined)
    return blame(
      "VIEWER_HEADERS_FORWARDED",
      "an origin request policy sends the viewer's headers to the origin, its Host among them",
    );
  if (answer.headers.get("x-cache")?.startsWith("FunctionGenerated") === true)
    return blame(
      "FUNCTION_ANSWERS",
      "a CloudFront function answers this request instead of the origin",
    );
  if (answer.status >= 500)
    return blame(
      "ORIGIN_NOT_REACHED",
      `the edge cannot reach the origin (${facts.originProtocol ?? "unknown protocol"})`,
    );
  return refused
    ? blame("AUTHORIZATION_REFUSED", "the origin refuses the key that the edge sends")
    : blame(
        "WRONG_PATTERN",
        `the behavior for ${behavior?.pattern ?? "everything else"} does not serve variant playlists`,
      );
}
