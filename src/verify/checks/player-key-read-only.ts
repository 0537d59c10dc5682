import type { Secret } from "../../config/secret.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlProbe } from "../repeat.ts";

/** Viewers lend the player key through the edge, so it must not be able to write. */
export const playerKeyReadOnly: Check = {
  id: "player-key-read-only",
  hop: "keys",
  asked: "is a write with the player key refused?",
  needs: ["player-key"],
  curl: (evidence) =>
    curlProbe(evidence, { flags: "-sS -i -X PUT --data-binary x", query: "?ttl_seconds=1" }),
  run: async ({ playerKeys, trialPlace, target }) => {
    const { working } = await playerKeys();
    const isOwn = working?.isKnown === true && working.reveal() === known(target.storedPlayerKey);
    if (working === undefined || trialPlace === undefined)
      return skip("no player key is known here");
    if (!target.probes) return skip("nothing is written on a tick of a watch");
    const { cache, nonce, signal } = trialPlace;
    const http = momentoHttp({ restUrl: trialPlace.restUrl, key: working });
    const name = `live-origin-probe-${nonce}`;
    const { status } = await http.put(cache, name, {
      body: new Uint8Array([0]),
      ttlSeconds: 1,
      signal,
    });
    if (status === 403) return pass("a write of one byte was refused with 403");
    if (status < 200 || status > 299)
      return skip(
        `a write of one byte was answered with ${status}, which tells nothing of the key`,
      );
    await http.delete(cache, name, signal);
    return fail(`a write of one byte was accepted with ${status} (and deleted again)`, {
      code: "PLAYER_KEY_CAN_WRITE",
      text: "the player key is a read-write key: through the edge, anybody could replace the show",
      hint: isOwn
        ? `Make a read-only one: ${target.command("rotate-keys")}`
        : `It was not put there from here. Take over what is there: ${target.command("init --rebuild-state")}, and then make a read-only one: ${target.command("rotate-keys")}`,
    });
  },
};

function known(key: Secret | undefined): string | undefined {
  return key?.isKnown === true ? key.reveal() : undefined;
}
