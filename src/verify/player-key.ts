import type { Distribution } from "../services/cloudfront/api.ts";
import { playerKeyOf } from "../services/cloudfront/sealed-distribution.ts";
import { isCacheMissing } from "../services/momento/missing-cache.ts";
import { keyExpiry } from "../services/momento/key-expiry.ts";
import type { Secret } from "../config/secret.ts";
import type { ViewerAnswer } from "./client.ts";
import { retryLimited, readItem, type LimitedReads } from "./sources.ts";
import { textOf } from "./cached-source.ts";
import type { VerifyTarget } from "./target.ts";

/** A key that was tried at the origin: a read of something that is not there. */
export type KeyTrial = {
  readonly key: Secret;
  readonly answer: ViewerAnswer | undefined;
  /** Why there is no answer. */
  readonly why: string;
  /** The origin takes it for this cache (404: what was asked for is not there). */
  readonly isAccepted: boolean;
  /** The origin takes it, but has no such cache. */
  readonly cacheIsMissing: boolean;
  /** Epoch seconds, where the key tells it. */
  readonly expiresAt: number | undefined;
};

/** The key that viewers are served with, and the one to look at the origin with. */
export type PlayerKeys = {
  /** What the distribution sends; without one, the stored key. */
  readonly inForce: KeyTrial | undefined;
  readonly isFromDistribution: boolean;
  /** The first that the origin accepts. */
  readonly working: Secret | undefined;
};

export type TrialPlace = {
  readonly restUrl: string;
  readonly cache: string;
  readonly nonce: string;
  readonly signal: AbortSignal;
  readonly clock: VerifyTarget["clock"];
  readonly limited: LimitedReads;
};

/** Tries the key that the distribution sends, and the stored one where that is refused. Never throws but for an abort. */
export async function tryPlayerKeys(
  place: TrialPlace,
  distribution: Distribution | undefined,
  stored: Secret | undefined,
): Promise<PlayerKeys> {
  const sent = distribution === undefined ? undefined : playerKeyOf(distribution.config);
  const key = sent ?? known(stored);
  if (key === undefined)
    return { inForce: undefined, isFromDistribution: false, working: undefined };
  const inForce = await tryKey(place, key);
  const isFromDistribution = sent !== undefined;
  if (inForce.isAccepted) return { inForce, isFromDistribution, working: key };
  const spare = known(stored);
  const isOther = spare !== undefined && spare.reveal() !== key.reveal();
  const works = isOther && (await tryKey(place, spare)).isAccepted;
  return { inForce, isFromDistribution, working: works ? spare : undefined };
}

/** Reads something that is not there with a key: 404 means that the key is good for this cache. */
export async function tryKey(place: TrialPlace, key: Secret): Promise<KeyTrial> {
  const name = `live-origin-probe-${place.nonce}`;
  let why = "nothing answers at the origin";
  const tell = (text: string): void => void (why = text);
  const answer = await retryLimited(name, () => readItem({ ...place, key, name, tell }), place);
  const cacheIsMissing = answer !== undefined && isCacheMissing(answer);
  return {
    key,
    answer,
    why,
    isAccepted: (answer?.status === 404 || answer?.status === 200) && !cacheIsMissing,
    cacheIsMissing,
    expiresAt: keyExpiry(key),
  };
}

/** Did the origin refuse it because it has expired, as the key itself or the refusal says? `now` in epoch milliseconds. */
export function hasExpired({ answer, expiresAt }: KeyTrial, now: number): boolean {
  if (answer?.status !== 401) return false;
  return (expiresAt !== undefined && expiresAt * 1000 <= now) || /expired/i.test(textOf(answer));
}

function known(key: Secret | undefined): Secret | undefined {
  return key?.isKnown === true ? key : undefined;
}
