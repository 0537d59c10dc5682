import type { Rung } from "../../config/spec.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { urlOwner } from "../../config/momento-host.ts";
import type { Secret } from "../../config/secret.ts";
import { printableLine } from "../../config/text/printable.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { channelFacts, type DestinationFacts } from "../../services/medialive/channel-facts.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { memoryKeyStore } from "../state/key-store.ts";

/** A stack with all that its playlists can be ended with, or what is missing of that, in words for people. */
export type EndingStack = { readonly stack: Stack } | { readonly missing: string };

const CACHED = /^\/cache\/([^/]+)\/[^/]+\.m3u8$/;

/**
 * The stack as the end of its show needs it. Where this folder has no encoder key (another folder made the stack, or the
 * file of keys is gone), its channel tells the key, or the parameter that holds it, the cache, and the names of the playlists.
 * Reads only, and rejects with nothing but an abort: a brake must not wait for rights.
 */
export async function endingStack(host: Host, stack: Stack): Promise<EndingStack> {
  if (stack.planContext().secrets.encoderKey.isKnown) return { stack };
  try {
    return await asItsChannelHasIt(host, stack);
  } catch (error) {
    if (!(error instanceof LiveOriginError) || host.signal.aborted) throw error;
    return { missing: printableLine(serviceWords(error.message)).replace(/\.$/, "") };
  }
}

async function asItsChannelHasIt({ signal }: Host, stack: Stack): Promise<EndingStack> {
  const id = stack.planContext().resources.channel?.ids["id"];
  const medialive = await stack.clients.medialive();
  const channel = id === undefined ? undefined : await medialive.describeChannel({ signal }, id);
  if (channel === undefined) return { missing: "its channel is gone" };
  const { destination, rungs } = channelFacts(channel);
  const cache = CACHED.exec(destination?.path ?? "")?.[1];
  const wanted = stack.target.kind === "sandbox" ? "here" : "momento";
  if (destination === undefined || cache === undefined || urlOwner(destination.origin) !== wanted)
    return { missing: "its channel does not write to a cache of Momento" };
  const parameter = destination.passwordParameter;
  const key = encoderKeyOf(channel) ?? (await keyInParameter(stack, parameter, signal));
  if (key === undefined)
    return {
      missing:
        parameter === undefined
          ? "its channel names no key to write with"
          : `the encoder's key is in the parameter ${printableLine(parameter)}, which is gone or may not be read with these credentials (ssm:GetParameter)`,
    };
  return { stack: withPlace(stack, { destination, cache: decodeURIComponent(cache), key, rungs }) };
}

async function keyInParameter(
  { clients }: Stack,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Secret | undefined> {
  if (name === undefined) return undefined;
  try {
    return await (await clients.ssm()).readParameter(name, { signal });
  } catch (error) {
    if (!(error instanceof LiveOriginError) || signal.aborted) throw error;
    return undefined;
  }
}

function withPlace(
  stack: Stack,
  place: {
    readonly destination: DestinationFacts;
    readonly cache: string;
    readonly key: Secret;
    readonly rungs: readonly Pick<Rung, "nameModifier">[];
  },
): Stack {
  const { destination, cache, key: apiKey, rungs } = place;
  const { spec } = stack;
  const [usual] = spec.channel.ladder;
  const seen = keyKind(apiKey.reveal());
  const expiresAt = (seen.kind === "damaged" ? undefined : seen.expiresAt) ?? 0;
  const itself = {
    ...spec,
    origin: {
      ...spec.origin,
      cache,
      ttlSeconds: Number(destination.ttlSeconds) || spec.origin.ttlSeconds,
    },
    // Their names are all that an end needs of them.
    channel: {
      ...spec.channel,
      ladder:
        usual === undefined ? [] : rungs.map(({ nameModifier }) => ({ ...usual, nameModifier })),
    },
  };
  const before = stack.planContext();
  return {
    ...stack,
    spec: itself,
    secrets: memoryKeyStore({ encoderKey: { apiKey, expiresAt } }),
    planContext: () => ({
      ...before,
      spec: itself,
      momentoRestUrl: destination.origin,
      resources: { ...before.resources, cache: undefined },
      secrets: { ...before.secrets, encoderKey: apiKey },
    }),
  };
}
