import type { StoredKey } from "../engine/resource.ts";
import { hasMark } from "../engine/marks.ts";
import type { Mark } from "../engine/resource.ts";
import type { ResourceState, ResourceStates } from "../state/state.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { distributionMarks } from "../../services/cloudfront/distribution-marks.ts";
import { playerKeyOf } from "../../services/cloudfront/sealed-distribution.ts";
import { channelMarks } from "../../services/medialive/channel-marks.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { momentoCell } from "../../config/momento-endpoint.ts";
import type { Secret } from "../../config/secret.ts";
import type { Clients } from "../stack/clients.ts";

/** The keys that a stack works with, and the cache that they are used on. */
export type KeysInUse = {
  readonly encoderKey?: StoredKey | undefined;
  readonly playerKey?: StoredKey | undefined;
};

/**
 * Reads lost keys back from where they are used: the encoder's from the channel's destination or the SSM parameter, the
 * players' from the distribution's origin header. A key at hand (`stored`) is kept when it is the one in use, when none is in
 * use, or when `vouched` has its fingerprint and what is in use was put there by the same state: a rotation on its way. Says as
 * well which cache the stack uses; `fallback` where nothing tells, or where that state is moving to another.
 */
export async function readKeysBack(
  clients: Clients,
  resources: ResourceStates,
  {
    stored,
    signal,
    vouched,
    fallback,
    looksOnly = false,
  }: {
    readonly stored: KeysInUse;
    readonly signal: AbortSignal;
    /** The resources of a state that was readable. */
    readonly vouched: ResourceStates;
    readonly fallback: string;
    /** A key that may not be read is then one that is not known. */
    readonly looksOnly?: boolean;
  },
): Promise<KeysInUse & { readonly cache: string; readonly cell: string | undefined }> {
  const callOptions = { signal };
  const channelId = resources.channel?.ids["id"];
  const distributionId = resources.distribution?.ids["id"];
  const parameter = resources.parameter?.ids["name"];
  const [channel, distribution, value] = await Promise.all([
    channelId === undefined
      ? undefined
      : clients.medialive().then((client) => client.describeChannel(callOptions, channelId)),
    distributionId === undefined
      ? undefined
      : clients.cloudfront().then((client) => client.getDistribution(callOptions, distributionId)),
    parameter === undefined
      ? undefined
      : clients
          .ssm()
          .then((client) => client.readParameter(parameter, callOptions))
          .catch((error: unknown) => {
            if (looksOnly && error instanceof LiveOriginError) return undefined;
            throw error;
          }),
  ]);
  const encoder = (channel === undefined ? undefined : encoderKeyOf(channel)) ?? value;
  const player = distribution === undefined ? undefined : playerKeyOf(distribution.config);
  const writers = {
    encoderKey: [vouched.channel, vouched.parameter],
    playerKey: [vouched.distribution],
  };
  const places = [
    ...marksAt(
      "OriginPath",
      distribution === undefined ? [] : distributionMarks(distribution.config),
    ),
    ...marksAt("Url", channel === undefined ? [] : channelMarks(channel.Destinations[0])),
  ];
  const hosts = marksAt(
    "DomainName",
    distribution === undefined ? [] : distributionMarks(distribution.config),
  );
  const strange = places.filter(
    (place) =>
      ![vouched.distribution, vouched.channel].some((recorded) => hasMark(recorded, place)),
  );
  return {
    encoderKey: chosen({
      stored: stored.encoderKey,
      inUse: encoder,
      recorded: vouched.encoderKey,
      users: writers.encoderKey,
    }),
    playerKey: chosen({
      stored: stored.playerKey,
      inUse: player,
      recorded: vouched.playerKey,
      users: writers.playerKey,
    }),
    cache: strange.map(cacheIn).find((name) => name !== undefined) ?? fallback,
    cell: [...hosts, ...places].map(cellIn).find((name) => name !== undefined),
  };
}

function marksAt(path: string, marks: readonly Mark[]): readonly string[] {
  return marks.filter((mark) => mark.path === path).map(({ value }) => value);
}

function chosen({
  stored,
  inUse,
  recorded,
  users,
}: {
  readonly stored: StoredKey | undefined;
  readonly inUse: Secret | undefined;
  readonly recorded: ResourceState | undefined;
  /** The entries of what it is used in. */
  readonly users: readonly (ResourceState | undefined)[];
}): StoredKey | undefined {
  if (stored === undefined || inUse === undefined) return stored ?? keyOf(inUse);
  const [print, printInUse] = [fingerprint(stored.apiKey), fingerprint(inUse)];
  const isOnItsWay =
    print === recorded?.fingerprints?.["apiKey"] && users.some((user) => hasMark(user, printInUse));
  return print === printInUse || isOnItsWay ? stored : keyOf(inUse);
}

/** The cache in an origin path or in a destination. */
function cacheIn(place: string): string | undefined {
  const name = /\/cache\/([^/]+)(?:\/playlist\.m3u8)?$/.exec(place)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** The cell in an origin's host or in a destination. */
function cellIn(place: string): string | undefined {
  return place.startsWith("/") ? undefined : momentoCell(place);
}

/** A key as it is used: without its refresh token, which is nowhere but in `keys.json`. */
function keyOf(apiKey: Secret | undefined): StoredKey | undefined {
  if (apiKey === undefined || apiKey.reveal() === "") return undefined;
  const seen = keyKind(apiKey.reveal());
  const expiresAt = seen.kind === "damaged" ? undefined : seen.expiresAt;
  return { apiKey, expiresAt: expiresAt ?? 0 };
}
