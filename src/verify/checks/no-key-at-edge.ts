import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { keyForms } from "../../services/momento/key-expiry.ts";
import { leakRemedy } from "../../services/momento/leak-remedy.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { get, type ViewerAnswer } from "../client.ts";
import { readable, type Evidence } from "../evidence.ts";
import { textOf } from "../cached-source.ts";
import { curlMaster } from "../repeat.ts";

/** No key in anything that a viewer can get, whichever way the master is spelled. */
export const noKeyAtEdge: Check = {
  id: "edge-no-key",
  hop: "edge",
  asked: "is every playlist and header that a viewer can get free of keys?",
  needs: ["edge-master"],
  curl: (evidence) => curlMaster(evidence),
  run: async (evidence) => {
    const { edge, target } = evidence;
    if (edge === undefined) return skip("there is no distribution");
    const secrets = await knownKeys(evidence);
    const seen = await viewerAnswers(evidence);
    const isOurs = target.origin !== undefined;
    const leak = seen.find(({ answer }) => holdsKey(answer, secrets, isOurs));
    if (leak === undefined) return pass(`${seen.length} answers hold none`);
    if (!isOurs)
      return fail(`a key is in the answer to ${new URL(leak.address).pathname}`, {
        code: "KEY_IN_MASTER",
        text: "viewers get the master that the encoder writes, with its read-write key of Momento in it",
        hint: "Serve viewers a master without queries: CloudFront console, Functions, one for viewer requests of playlist.m3u8. Then revoke the key in the Momento console and give the encoder a new one.",
        curl: edge.curl(leak.address),
      });
    return fail(`a key is in the answer to ${new URL(leak.address).pathname}`, {
      code: "KEY_IN_MASTER",
      text: "viewers get the master that MediaLive writes, with the encoder's read-write key in it",
      hint: `Serve the master from the edge: ${target.command("create-cdn --master-playlist edge")}, then end the key: ${leakRemedy(target.leakEnd, target.command)}`,
      curl: edge.curl(leak.address),
    });
  },
};

type Seen = { readonly address: string; readonly answer: ViewerAnswer | undefined };

/** CloudFront chooses a behavior by the normalised path, but sends the origin the path as it was spelled. */
const SPELLINGS = ["%70laylist.m3u8", "playlist%2em3u8", "/playlist.m3u8"];

async function viewerAnswers({ edge, target }: Evidence): Promise<readonly Seen[]> {
  if (edge === undefined) return [];
  const master = await edge.master();
  const folder = master.address.slice(0, master.address.lastIndexOf("/") + 1);
  const spelled = await Promise.all(
    (target.origin === undefined ? [] : SPELLINGS).map(async (spelling) => {
      const address = `${folder}${spelling}`;
      return { address, answer: await get(address, {}, { signal: target.signal }) };
    }),
  );
  return [master, ...(await edge.variants()), ...spelled];
}

async function knownKeys({ describedChannel, playerKeys }: Evidence): Promise<readonly string[]> {
  const channel = await readable(describedChannel);
  const encoder = channel === undefined ? undefined : encoderKeyOf(channel);
  const player = (await playerKeys()).inForce?.key;
  return [encoder, player].flatMap((key) => (key === undefined ? [] : keyForms(key)));
}

/**
 * Keys that are known, and whatever looks like one: `token=` with a value, or a JSON web token. Elsewhere tokens in
 * addresses are how viewers are let in; only with what Momento's writes carry is one the encoder's (Momento docs, HTTP API).
 */
function holdsKey(
  answer: ViewerAnswer | undefined,
  secrets: readonly string[],
  isOurs: boolean,
): boolean {
  if (answer === undefined) return false;
  const text = [...answer.headers].map(([, value]) => value).join("\n") + textOf(answer);
  if (!isOurs)
    return text
      .split(/\s/)
      .some((word) => /[?&]token=[^&\s"]/i.test(word) && /[?&](?:ttl_seconds|role)=/i.test(word));
  const shown = [text, decoded(text)];
  return (
    /[?&]token=[^&\s"]/i.test(text) ||
    /eyJ[\w-]{10,}/.test(text) ||
    secrets.some((secret) => shown.some((each) => each.includes(secret)))
  );
}

function decoded(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (code) =>
    String.fromCodePoint(Number.parseInt(code.slice(1), 16)),
  );
}
