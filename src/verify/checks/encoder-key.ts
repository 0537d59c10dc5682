import { momentoHttp } from "../../services/momento/http-client.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "../evidence.ts";
import { hasExpired, tryKey } from "../player-key.ts";
import { curlProbe } from "../repeat.ts";

/** The key in the channel's destination may write; one that comes from the Parameter Store cannot be seen. */
export const encoderKey: Check = {
  id: "encoder-key",
  hop: "keys",
  asked: "may the key in the channel's destination write to the cache?",
  needs: [],
  curl: (evidence) =>
    curlProbe(evidence, {
      flags: "-sS -i -X PUT --data-binary x",
      query: "?ttl_seconds=1",
      key: "ENCODER_API_KEY",
    }),
  run: async (evidence) => {
    const { trialPlace, target } = evidence;
    const channel = await evidence.describedChannel();
    const key = channel === undefined ? undefined : encoderKeyOf(channel);
    if (trialPlace === undefined || channel === undefined) return skip("there is no channel");
    if (key === undefined) return skip("the destination's URL carries no key");
    if (!target.probes) return skip("nothing is written on a tick of a watch");
    const { cache, nonce, signal } = trialPlace;
    const name = `live-origin-probe-${nonce}-encoder`;
    const http = momentoHttp({ restUrl: trialPlace.restUrl, key });
    const { status } = await http.put(cache, name, {
      body: new Uint8Array([0]),
      ttlSeconds: 1,
      signal,
    });
    if (status >= 200 && status < 300) {
      await http.delete(cache, name, signal);
      return pass(`a write of one byte was accepted with ${status} (and deleted again)`);
    }
    const trial = await tryKey(trialPlace, key);
    return refused(evidence, status, hasExpired(trial, target.clock.now()));
  },
};

function refused({ target }: Evidence, status: number, expired: boolean): Finding {
  const saw = `a write of one byte was answered with ${status}`;
  const hint = `Make a new one and give it to the channel: ${target.command("rotate-keys")}`;
  if (expired)
    return fail(`${saw}: the key has expired`, {
      code: "ENCODER_KEY_EXPIRED",
      text: "the encoder key has expired: MediaLive cannot write any more",
      hint,
    });
  if (status === 401)
    return fail(saw, { code: "ENCODER_KEY_INVALID", text: "the encoder key is wrong", hint });
  if (status === 403)
    return fail(saw, {
      code: "ENCODER_KEY_CANNOT_WRITE",
      text: "the encoder key may not write to this cache: it is read-only, or for another cache",
      hint: `Make a new one: ${target.command("rotate-keys")}. If that says that this key was not put there from here, take it over before: ${target.command("init --rebuild-state")}`,
    });
  return fail(saw, {
    code: "ORIGIN_REFUSES_WRITES",
    text: `the origin does not take writes just now (${status})`,
    hint: "Look at the account's limits in the Momento console, then run verify again.",
  });
}
