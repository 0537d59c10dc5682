import type { ChannelFacts, DestinationFacts } from "../../services/medialive/channel-facts.ts";
import { setChannelRight } from "../channel-remedy.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlChannel } from "../repeat.ts";
import type { VerifyTarget } from "../target.ts";

/** The destination's URL names this cache and carries what Momento wants. */
export const destination: Check = {
  id: "destination",
  hop: "channel",
  asked: "does the channel's destination URL name this cache, with ttl_seconds and role=origin?",
  needs: [],
  curl: (evidence) => curlChannel(evidence),
  run: async (evidence) => {
    const facts = await evidence.channel();
    if (facts === undefined) return skip("there is no channel");
    const { destination: found } = facts;
    const explains = /^Destinations|HlsCdnSettings/;
    const set = (): Promise<string> => setChannelRight(evidence, { what: "it", explains });
    if (found === undefined)
      return fail("the channel has no HTTP destination", {
        code: "NO_DESTINATION",
        text: "the HLS output group writes nowhere",
        hint: await set(),
      });
    const saw = `${found.origin}${found.path}, ttl_seconds ${found.ttlSeconds ?? "missing"}, role ${found.role ?? "missing"}`;
    const wrong = mistake(found, facts, evidence.target);
    return wrong === undefined ? pass(saw) : fail(saw, { ...wrong, hint: await set() });
  },
};

type Mistake = { readonly code: string; readonly text: string };

function mistake(
  found: DestinationFacts,
  { cdnSettings }: ChannelFacts,
  { origin }: VerifyTarget,
): Mistake | undefined {
  if (origin !== undefined && found.origin !== new URL(origin.restUrl).origin)
    return {
      code: "WRONG_ORIGIN_HOST",
      text: `the channel writes to ${found.origin}, not to ${origin.restUrl}`,
    };
  const folder = `/cache/${encodeURIComponent(origin?.cache ?? "")}/`;
  if (
    origin !== undefined &&
    found.path !== `${folder}playlist.m3u8` &&
    found.path !== `${folder}playlist`
  )
    return {
      code: "WRONG_DESTINATION_PATH",
      text: `the path is ${found.path}, not ${folder}playlist.m3u8`,
    };
  if (found.ttlSeconds === undefined)
    return {
      code: "MISSING_TTL",
      text: "ttl_seconds is missing in the destination URL, so Momento refuses every PUT",
    };
  if (!/^[1-9]\d*$/.test(found.ttlSeconds))
    return {
      code: "WRONG_TTL",
      text: `ttl_seconds is ${found.ttlSeconds}, which is not a number of seconds`,
    };
  if (found.role !== "origin")
    return { code: "MISSING_ROLE", text: "role=origin is missing in the destination URL" };
  return credentialsMistake(found, cdnSettings);
}

function credentialsMistake(
  found: DestinationFacts,
  cdnSettings: string | undefined,
): Mistake | undefined {
  const hasPassword = found.passwordParameter !== undefined && found.passwordParameter !== "";
  if (found.hasToken && hasPassword)
    return {
      code: "TWO_KEYS",
      text: "the URL carries a token and there is a password too: Momento refuses both at once",
    };
  if (!found.hasToken && !hasPassword)
    return {
      code: "MISSING_ENCODER_KEY",
      text: "the destination carries no key: no token in the URL and no password",
    };
  if (hasPassword && cdnSettings === "HlsBasicPutSettings")
    return {
      code: "BASIC_PUT_OMITS_PASSWORD",
      text: "HLS basic PUT leaves the password out; with a key from the Parameter Store the CDN setting must be HLS Akamai",
    };
  return undefined;
}
