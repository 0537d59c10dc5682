import { withMask } from "../cidr.ts";
import { CDN_FIELDS } from "../fields/fields-cdn.ts";
import { CHANNEL_FIELDS } from "../fields/fields-channel.ts";
import { HLS_FIELDS } from "../fields/fields-hls.ts";
import { ORIGIN_FIELDS } from "../fields/fields-origin.ts";
import { withDefaults } from "../fields/section.ts";
import { defaultMaxVideoKbps } from "../ladder/bitrate.ts";
import { INPUT_MEMBERS } from "../schema/input-members.ts";
import { LADDERS, DEFAULTS_OF_LADDER } from "../ladder/ladder.ts";
import {
  DEFAULT_ACCOUNT_URL,
  normaliseAccountUrl,
  normaliseEndpoint,
} from "../momento-endpoint.ts";
import { DEFAULT_NAME } from "../names.ts";
import type { Config, RungEntry } from "../schema/schema.ts";
import type { ChannelSpec, Input, RateControl, Rung, Spec } from "../spec.ts";

/** A Spec with every default applied, in which only the region may still be missing. */
export type Draft = Omit<Spec, "region"> & { readonly region: string | undefined };

// Long enough for packet recovery across continents; MediaLive's API gives no default.
const DEFAULT_SRT_LATENCY_MS = 2000;

/** Applies every default to a valid configuration. Defaults come after merging, so that any source may override any of them. */
export function draftOf(config: Config): Draft {
  const { name = DEFAULT_NAME, region, origin = {}, channel = {}, cdn = {} } = config;
  const { encoderAuth = "url-token", ladder } = channel;
  const usual = typeof ladder === "string" ? DEFAULTS_OF_LADDER[ladder] : undefined;
  return {
    name,
    region,
    origin: {
      ...withDefaults(ORIGIN_FIELDS, "origin.", {
        ...origin,
        ttlSeconds: origin.ttlSeconds ?? usual?.ttlSeconds,
      }),
      endpoint: origin.endpoint === undefined ? undefined : normaliseEndpoint(origin.endpoint),
      cache: origin.cache ?? name,
      accountUrl: normaliseAccountUrl(origin.accountUrl ?? "") ?? DEFAULT_ACCOUNT_URL,
    },
    channel: channelOf(channel, name),
    cdn: {
      ...withDefaults(CDN_FIELDS, "cdn.", cdn),
      masterPlaylist: cdn.masterPlaylist ?? (encoderAuth === "url-token" ? "edge" : "origin"),
    },
  };
}

function channelOf(channel: NonNullable<Config["channel"]>, name: string): ChannelSpec {
  const { input, hls = {}, ladder = "tutorial", ...others } = channel;
  const isPreset = typeof ladder === "string";
  const usual = isPreset ? DEFAULTS_OF_LADDER[ladder] : undefined;
  const settings = withDefaults(CHANNEL_FIELDS, "channel.", {
    ...others,
    segmentSeconds: others.segmentSeconds ?? usual?.segmentSeconds,
  });
  const rungs: readonly RungEntry[] = isPreset ? LADDERS[ladder].map(entryOf) : ladder;
  return {
    ...settings,
    input: inputOf(input, name),
    ladderName: isPreset ? ladder : "custom",
    ladder: rungs.map((entry) => rungOf(entry, settings.rateControl)),
    gopSeconds: settings.gopSeconds ?? settings.segmentSeconds,
    hls: withDefaults(HLS_FIELDS, "channel.hls.", hls),
  };
}

/** A rung of a ladder as the file has it. */
function entryOf({ pixelAspect: [width, height], ...rung }: Rung): RungEntry {
  return { ...rung, pixelAspect: [width, height] };
}

/** Completes a rung. A maximum bitrate means nothing with CBR and is left out there. */
function rungOf(entry: RungEntry, rateControl: RateControl): Rung {
  const { name, width, height, fps, videoKbps, audioKbps } = entry;
  return {
    name,
    nameModifier: entry.nameModifier ?? `_${name}`,
    width,
    height,
    fps,
    videoKbps,
    audioKbps,
    ...(rateControl === "CBR"
      ? {}
      : { maxVideoKbps: entry.maxVideoKbps ?? defaultMaxVideoKbps(videoKbps) }),
    pixelAspect: entry.pixelAspect ?? [1, 1],
  };
}

/** The input, complete; undefined while something it needs is missing. */
function inputOf(input: NonNullable<Config["channel"]>["input"], name: string): Input | undefined {
  switch (input?.type) {
    case "rtmp-push":
      return (
        input.cidrs && {
          type: input.type,
          cidrs: input.cidrs.map(withMask),
          streamName: input.streamName ?? `${name}/live`,
        }
      );
    case "rtp-push":
      return input.cidrs && { type: input.type, cidrs: input.cidrs.map(withMask) };
    case "srt-caller":
      return input.address === undefined || input.port === undefined
        ? undefined
        : {
            type: input.type,
            address: input.address,
            port: input.port,
            streamId: input.streamId,
            latencyMs: input.latencyMs ?? DEFAULT_SRT_LATENCY_MS,
          };
    case "hls-pull":
    case "mp4-file":
      return input.url === undefined ? undefined : { type: input.type, url: input.url };
    case "existing":
      return input.id === undefined ? undefined : { type: input.type, id: input.id };
    case undefined:
      return undefined;
  }
}

/** Full paths of what the input still needs: its type, or the members its type demands. */
export function missingInput(config: Config): readonly string[] {
  const input = config.channel?.input;
  if (input === undefined) return ["channel.input"];
  const given = new Set(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key),
  );
  return INPUT_MEMBERS[input.type].required
    .filter((member) => !given.has(member))
    .map((member) => `channel.input.${member}`);
}
