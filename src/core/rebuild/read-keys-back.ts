import type { StoredKey } from "../engine/resource.ts";
import type { Row, Rows } from "../state/state.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { playerKeyOf } from "../../services/cloudfront/sealed-distribution.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import type { Secret } from "../../config/secret.ts";
import type { Context } from "../../context.ts";
import type { Clouds } from "../stack/clouds.ts";

/** The keys that a stack works with, and the cache that they are used on. */
export type KeysInUse = {
  readonly encoderKey?: StoredKey | undefined;
  readonly playerKey?: StoredKey | undefined;
};

/**
 * Reads lost keys back from where they are used: the encoder's from the channel's destination or the SSM parameter, the
 * players' from the distribution's origin header. A key at hand (`stored`) is kept when it is the one in use, when `vouched`
 * has its fingerprint, or when none is in use. Says as well which cache the stack uses; `fallback` where nothing tells.
 */
export async function readKeysBack(
  clouds: Clouds,
  rows: Rows,
  stored: KeysInUse,
  {
    context,
    vouched,
    fallback,
  }: {
    readonly context: Pick<Context, "signal">;
    /** The rows of a state that was readable. */
    readonly vouched: Rows;
    readonly fallback: string;
  },
): Promise<KeysInUse & { readonly cache: string }> {
  const asking = { signal: context.signal };
  const channelId = rows.channel?.ids["id"];
  const distributionId = rows.distribution?.ids["id"];
  const parameter = rows.parameter?.ids["name"];
  const [channel, distribution, value] = await Promise.all([
    channelId === undefined
      ? undefined
      : clouds.medialive().then((client) => client.describeChannel(asking, channelId)),
    distributionId === undefined
      ? undefined
      : clouds.cloudfront().then((client) => client.getDistribution(asking, distributionId)),
    parameter === undefined
      ? undefined
      : clouds.ssm().then((client) => client.readParameter(parameter, asking)),
  ]);
  const encoder = (channel === undefined ? undefined : encoderKeyOf(channel)) ?? value;
  const player = distribution === undefined ? undefined : playerKeyOf(distribution.config);
  const path = distribution?.config.Origins?.Items?.[0]?.OriginPath;
  return {
    encoderKey: chosen(stored.encoderKey, encoder, vouched.encoderKey),
    playerKey: chosen(stored.playerKey, player, vouched.playerKey),
    cache: cacheIn(typeof path === "string" ? path : "") ?? fallback,
  };
}

function chosen(
  stored: StoredKey | undefined,
  inUse: Secret | undefined,
  row: Row | undefined,
): StoredKey | undefined {
  if (stored === undefined || inUse === undefined) return stored ?? keyOf(inUse);
  const print = fingerprint(stored.apiKey);
  const isGood = print === fingerprint(inUse) || print === row?.fingerprints?.["apiKey"];
  return isGood ? stored : keyOf(inUse);
}

function cacheIn(originPath: string): string | undefined {
  return /^\/cache\/([^/]+)$/.exec(originPath)?.[1];
}

/** A key as it is used: without its refresh token, which is nowhere but in `keys.json`. */
function keyOf(apiKey: Secret | undefined): StoredKey | undefined {
  if (apiKey === undefined || apiKey.reveal() === "") return undefined;
  const seen = keyKind(apiKey.reveal());
  const expiresAt = seen.kind === "damaged" ? undefined : seen.expiresAt;
  return { apiKey, expiresAt: expiresAt ?? 0 };
}
