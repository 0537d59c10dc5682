import { ownCommand } from "../../config/text/own-command.ts";
import type { PlanContext } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { cacheName } from "./cache-name.ts";
import { momentoHttp, type MomentoHttp } from "./http-client.ts";
import { retryingHttp } from "./retrying-http.ts";
import type { Clock } from "../../core/engine/clock.ts";
import type { Retrying } from "../../core/engine/retry.ts";

/** Where the master is, and how long to try. */
type MasterAt = {
  readonly context: PlanContext;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random?: () => number;
  readonly onRetry?: Retrying["onRetry"];
};

const MASTER = "playlist.m3u8";

/**
 * Does the master playlist at the origin carry a token for viewers to read? False when there is none. Throws
 * MOMENTO_UNREACHABLE, and MASTER_UNREADABLE when the encoder's key cannot read it.
 */
export async function originMasterHoldsKey(at: MasterAt): Promise<boolean> {
  const { status, body } = await http(at).get(cacheName(at.context), MASTER, at.signal);
  if (status === 404) return false;
  if (status !== 200) throw unreadable(status);
  return /[?&]token=/i.test(Buffer.from(body).toString("utf8"));
}

/** Deletes the master playlist at the origin. Throws MOMENTO_UNREACHABLE, MASTER_UNREADABLE. */
export async function removeOriginMaster(at: MasterAt): Promise<void> {
  const { status } = await http(at).delete(cacheName(at.context), MASTER, at.signal);
  if (status >= 300 && status !== 404) throw unreadable(status);
}

function http({ context, ...options }: MasterAt): MomentoHttp {
  const { momentoRestUrl: restUrl, secrets } = context;
  return retryingHttp(momentoHttp({ restUrl, key: secrets.encoderKey }), options);
}

function unreadable(status: number): LiveOriginError {
  return new LiveOriginError({
    code: "MASTER_UNREADABLE",
    message: `The origin answers ${status} to the encoder key, so whether the old master playlist holds a key is not known. The distribution keeps its own master until it is.`,
    hint: `Run the same command again; ${ownCommand("status")} shows the keys.`,
    resource: "encoderKey",
  });
}
