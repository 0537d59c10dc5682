import type { OutputDestination } from "@aws-sdk/client-medialive";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, PlanContext } from "../../core/engine/resource.ts";
import { type Sealed, Secret } from "../../config/secret.ts";
import type { Channel } from "./api.ts";
import { buildChannel } from "./channel-request.ts";

/**
 * What differs between the channel that is wanted and the one that is there, destination key included. A channel that
 * never came to be, or of another class, needs another channel (MediaLive API model).
 */
export function channelDifferences(context: PlanContext, found: Channel): readonly Difference[] {
  const { RequestId: _token, ...wanted } = buildChannel(context, "");
  return [
    ...differences(withModifiers(wanted), withModifiers(found), {
      replaces: ["ChannelClass"],
      sameSecret: (_path, desired, seen) =>
        desired.isKnown && seen instanceof Secret && seen.reveal() === desired.reveal(),
    }),
    ...lifetime(wanted.Destinations, found.Destinations),
    ...failures(found),
  ];
}

type Destinations = readonly Sealed<OutputDestination>[] | undefined;

/** How long Momento keeps what is written, which a URL that is sealed with its key does not show. */
function lifetime(wanted: Destinations, found: Destinations): readonly Difference[] {
  const [to, from] = [ttlOf(wanted), ttlOf(found)];
  if (to === undefined || from === undefined || to === from) return [];
  return [{ path: "Destinations.ttl_seconds", from, to, effect: "update" }];
}

function ttlOf(destinations: Destinations): number | undefined {
  const url: unknown = destinations?.[0]?.Settings?.[0]?.Url;
  if (url instanceof Secret && !url.isKnown) return undefined;
  const text = url instanceof Secret ? url.reveal() : url;
  const [, seconds] =
    /[?&]ttl_seconds=(\d+)(?:&|$)/.exec(typeof text === "string" ? text : "") ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

function failures({ State }: Channel): readonly Difference[] {
  if (State !== "CREATE_FAILED" && State !== "UPDATE_FAILED") return [];
  const effect = State === "CREATE_FAILED" ? "replace" : "update";
  return [{ path: "State", from: State, to: "IDLE", effect }];
}

/** A segment modifier that is no longer wanted is a difference, although the request just leaves it out. */
function withModifiers(channel: { readonly EncoderSettings?: unknown }): object {
  return { ...channel, EncoderSettings: fillModifiers(channel.EncoderSettings) };
}

function fillModifiers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fillModifiers);
  if (typeof value !== "object" || value === null || value instanceof Secret) return value;
  const filled = Object.entries(value).map(([key, inner]) => [key, fillModifiers(inner)] as const);
  const object: Readonly<Record<string, unknown>> = Object.fromEntries(filled);
  return "NameModifier" in object && object["SegmentModifier"] === undefined
    ? { ...object, SegmentModifier: "" }
    : object;
}
