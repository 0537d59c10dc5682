import { LiveOriginError } from "../../config/failure.ts";
import type { Secret } from "../../config/secret.ts";
import { playerKeyOf } from "../../services/cloudfront/sealed-distribution.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import type { Stranger } from "../engine/marks.ts";
import type { Host } from "../host.ts";
import type { Stack } from "./stack.ts";

const PATHS = new Set(["Authorization", "OriginPath"]);

/**
 * Whether what somebody put into the distribution does not work, while what this folder knows does: to put that back undoes
 * nobody's rotation. Reads only; what cannot be read is no proof.
 */
export async function isBrokenByHand(
  { signal }: Pick<Host, "signal">,
  stack: Stack,
  strangers: readonly Stranger[],
): Promise<boolean> {
  if (strangers.some(({ resource, path }) => resource !== "distribution" || !PATHS.has(path)))
    return false;
  const { resources, momentoRestUrl: restUrl } = stack.planContext();
  const own = stack.secrets.get("playerKey")?.apiKey;
  const id = resources.distribution?.ids["id"];
  if (own === undefined || id === undefined) return false;
  const found = await (await stack.clients.cloudfront()).getDistribution({ signal }, id);
  if (found === undefined) return false;
  const sent = playerKeyOf(found.config);
  const path = String(found.config.Origins?.Items?.[0]?.OriginPath ?? "");
  const isTaken = async (key: Secret, cache: string): Promise<boolean | undefined> => {
    try {
      const http = momentoHttp({ restUrl, key });
      const { status, body } = await http.get(cache, "live-origin-is-it-there", signal);
      // Only the wording tells a missing cache from a missing key (Momento docs, HTTP API).
      if (status === 404) return !/cache not found/i.test(new TextDecoder().decode(body));
      if (status === 200) return true;
      return status === 401 || status === 403 ? false : undefined;
    } catch (error) {
      if (error instanceof LiveOriginError) return undefined;
      throw error;
    }
  };
  if ((await isTaken(own, cacheName(stack.planContext()))) !== true) return false;
  return sent === undefined || (await isTaken(sent, path.replace(/^\/cache\//, ""))) === false;
}
