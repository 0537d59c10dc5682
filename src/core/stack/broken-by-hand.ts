import { LiveOriginError } from "../../config/failure.ts";
import type { Secret } from "../../config/secret.ts";
import { playerKeyOf } from "../../services/cloudfront/sealed-distribution.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { ABSENT_KEY, isCacheMissing } from "../../services/momento/missing-cache.ts";
import type { ForeignWrite } from "../engine/marks.ts";
import type { Host } from "../host.ts";
import type { Stack } from "./stack.ts";

type OriginAccess = { readonly key: Secret | undefined; readonly cache: string };

/**
 * Whether what somebody put into the distribution or the channel's destination does not work at the origin, while what this
 * folder knows does: to put that back undoes nobody's rotation. Reads only; what cannot be read is no proof.
 */
export async function isBrokenByHand(
  { signal }: Pick<Host, "signal">,
  stack: Stack,
  foreign: readonly ForeignWrite[],
): Promise<boolean> {
  const { momentoRestUrl: restUrl } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const isAccepted = async ({ key, cache: name }: OriginAccess): Promise<boolean | undefined> => {
    if (key === undefined) return false;
    try {
      const http = momentoHttp({ restUrl, key });
      const answer = await http.get(name, ABSENT_KEY, signal);
      const { status } = answer;
      if (status === 200 || status === 404) return !isCacheMissing(answer);
      return status === 401 || status === 403 ? false : undefined;
    } catch (error) {
      if (error instanceof LiveOriginError) return undefined;
      throw error;
    }
  };
  const looks = { distribution: inDistribution, channel: inChannel };
  for (const [kind, { name, paths, read }] of Object.entries(looks)) {
    const touched = foreign.filter(({ resource }) => resource === kind);
    if (touched.length === 0) continue;
    if (touched.some(({ path }) => !paths.includes(path))) return false;
    const own = { key: stack.secrets.get(name)?.apiKey, cache };
    const theirs = await read(stack, { signal, cache });
    if (theirs === undefined || (await isAccepted(own)) !== true) return false;
    if ((await isAccepted(theirs)) !== false) return false;
  }
  return foreign.every(({ resource }) => resource in looks);
}

type Look = {
  readonly name: "playerKey" | "encoderKey";
  readonly paths: readonly string[];
  readonly read: (
    stack: Stack,
    options: { readonly signal: AbortSignal; readonly cache: string },
  ) => Promise<OriginAccess | undefined>;
};

const inDistribution: Look = {
  name: "playerKey",
  paths: ["Authorization", "OriginPath"],
  read: async (stack, { signal }) => {
    const id = stack.planContext().resources.distribution?.ids["id"];
    if (id === undefined) return undefined;
    const found = await (await stack.clients.cloudfront()).getDistribution({ signal }, id);
    if (found === undefined) return undefined;
    const path = String(found.config.Origins?.Items?.[0]?.OriginPath ?? "");
    return { key: playerKeyOf(found.config), cache: path.replace(/^\/cache\//, "") };
  },
};

const inChannel: Look = {
  name: "encoderKey",
  paths: ["Url token"],
  read: async (stack, { signal, cache }) => {
    const id = stack.planContext().resources.channel?.ids["id"];
    if (id === undefined) return undefined;
    const found = await (await stack.clients.medialive()).describeChannel({ signal }, id);
    return found === undefined ? undefined : { key: encoderKeyOf(found), cache };
  },
};
