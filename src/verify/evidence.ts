import {
  distributionFacts,
  type DistributionFacts,
} from "../services/cloudfront/distribution-facts.ts";
import type { Channel } from "../services/medialive/api.ts";
import { channelFacts, type ChannelFacts } from "../services/medialive/channel-facts.ts";
import { LiveOriginError } from "../config/failure.ts";
import { watchAdvance, type Advance } from "./advance.ts";
import { edgeSource, originSource, retryingSource, type LimitedReads } from "./sources.ts";
import { once } from "../services/once.ts";
import { createCachedSource, type CachedSource } from "./cached-source.ts";
import { openStream, type Stream } from "./stream/read-stream.ts";
import { tryPlayerKeys, type PlayerKeys, type TrialPlace } from "./player-key.ts";
import type { VerifyTarget } from "./target.ts";

/** An alert that is set on the channel. */
export type Alert = { readonly type: string; readonly message: string };

/**
 * What the checks judge: the answers of the wire and of the services, each asked for once and shared. What cannot be read
 * (no right, no network) throws, and only the checks that need it are skipped.
 */
export type Evidence = {
  readonly target: VerifyTarget;
  readonly origin: CachedSource | undefined;
  readonly edge: CachedSource | undefined;
  /** Refused for a limit on reads so far, and asked for again. */
  readonly limited: LimitedReads;
  /** What viewers get as a whole: every rendition, every segment of one window. */
  readonly stream: Stream | undefined;
  /** Undefined when the stack has none, or it is gone. */
  readonly channel: () => Promise<ChannelFacts | undefined>;
  /** With the key that its destination carries, sealed. */
  readonly describedChannel: () => Promise<Channel | undefined>;
  readonly alerts: () => Promise<readonly Alert[]>;
  readonly distribution: () => Promise<DistributionFacts | undefined>;
  readonly playerKeys: () => Promise<PlayerKeys>;
  /** How the playlists at the origin grow; empty when only a URL is looked at. */
  readonly originAdvance: () => Promise<readonly Advance[]>;
  /** The same at the edge. */
  readonly edgeAdvance: () => Promise<readonly Advance[]>;
  /** Where keys are tried; undefined when only a URL is looked at. */
  readonly trialPlace: TrialPlace | undefined;
};

/** How long reading a window may take, in milliseconds: one of two minutes, over a line twice as fast as it plays. */
const READING_MS = 60_000;

/** Prepares the evidence of one run; nothing is asked before a check needs it. */
export function gatherEvidence(target: VerifyTarget): Evidence {
  const { signal, origin: at, nonce } = target;
  const describedChannel = once(async () =>
    target.channel?.client.describeChannel({ signal }, target.channel.id),
  );
  const describedDistribution = once(async () =>
    target.distribution?.client.getDistribution({ signal }, target.distribution.id),
  );
  const limited: LimitedReads = { names: [], reads: 0 };
  const trialPlace =
    at === undefined ? undefined : { ...at, nonce, signal, clock: target.clock, limited };
  const playerKeys = once(async (): Promise<PlayerKeys> => {
    if (trialPlace === undefined)
      return { inForce: undefined, isFromDistribution: false, working: undefined };
    return tryPlayerKeys(trialPlace, await readable(describedDistribution), target.storedPlayerKey);
  });
  const origin =
    at === undefined
      ? undefined
      : createCachedSource(
          retryingSource(
            originSource(at, async () => (await playerKeys()).working, target),
            { ...target, limited },
          ),
        );
  const edge =
    target.playbackUrl === undefined
      ? undefined
      : createCachedSource(
          retryingSource(edgeSource(target.playbackUrl, target), { ...target, limited }),
        );
  return {
    target,
    origin,
    edge,
    limited,
    stream:
      target.playbackUrl === undefined
        ? undefined
        : openStream(target.playbackUrl, { ...target, patienceMs: READING_MS }),
    trialPlace,
    edgeAdvance: once(async () => (edge === undefined ? [] : watchAdvance(edge, target))),
    originAdvance: once(async () => (origin === undefined ? [] : watchAdvance(origin, target))),
    playerKeys,
    describedChannel,
    channel: once(async () => {
      const channel = await describedChannel();
      return channel === undefined ? undefined : channelFacts(channel);
    }),
    alerts: once(async () => {
      if (target.channel === undefined) return [];
      const set = await target.channel.client.listAlerts({ signal }, target.channel.id, "SET");
      return set.map(({ AlertType, Message }) => ({
        type: AlertType ?? "",
        message: Message ?? "",
      }));
    }),
    distribution: once(async () => {
      const found = await describedDistribution();
      return found === undefined ? undefined : distributionFacts(found);
    }),
  };
}

/** What can be read, or undefined: for evidence that only narrows a suspicion down. Throws the abort's reason. */
export async function readable<Answer>(
  read: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LiveOriginError) return undefined;
    throw error;
  }
}
