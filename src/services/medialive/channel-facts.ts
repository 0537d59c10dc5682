import { Secret } from "../../config/secret.ts";
import type { Channel } from "./api.ts";

/** Where a channel sends its segments to, without the key that the URL may carry. */
export type DestinationFacts = {
  /** `https://api.cache.…`, without a path. */
  readonly origin: string;
  readonly path: string;
  readonly hasToken: boolean;
  /** As written; undefined when it is not there. */
  readonly ttlSeconds: string | undefined;
  readonly role: string | undefined;
  readonly username: string | undefined;
  readonly passwordParameter: string | undefined;
};

type RungFacts = {
  readonly name: string;
  readonly nameModifier: string;
  /** Video (the maximum where one is stated) plus audio, bits per second. */
  readonly bits: number;
  /** Undefined when it is left to the service. */
  readonly gopMs: number | undefined;
  readonly isCbr: boolean;
};

/** What a description says about the way of the segments: plain data, no key in it. */
export type ChannelFacts = {
  readonly id: string;
  readonly state: string;
  readonly destination: DestinationFacts | undefined;
  /** `HlsBasicPutSettings`, `HlsAkamaiSettings` …; undefined when none is set. */
  readonly cdnSettings: string | undefined;
  readonly windowSegments: number | undefined;
  readonly segmentLengthSeconds: number | undefined;
  readonly rungs: readonly RungFacts[];
};

/** Reads the facts of a channel out of its description (MediaLive API model). */
export function channelFacts(channel: Channel): ChannelFacts {
  const encoder = channel.EncoderSettings;
  const group = encoder?.OutputGroups?.find((each) => each.OutputGroupSettings?.HlsGroupSettings);
  const hls = group?.OutputGroupSettings?.HlsGroupSettings;
  const reference = hls?.Destination?.DestinationRefId;
  const destination =
    channel.Destinations.find(({ Id }) => Id === reference) ?? channel.Destinations[0];
  const settings = destination?.Settings?.[0];
  return {
    id: channel.Id ?? "",
    state: channel.State ?? "unknown",
    destination: readDestination(
      settings?.Url,
      text(settings?.Username),
      text(settings?.PasswordParam),
    ),
    cdnSettings: Object.entries(hls?.HlsCdnSettings ?? {}).find(([, value]) => value)?.[0],
    windowSegments: hls?.IndexNSegments,
    segmentLengthSeconds: hls?.SegmentLength,
    rungs: (group?.Outputs ?? []).map((output) => {
      const video = encoder?.VideoDescriptions?.find(
        ({ Name }) => Name === output.VideoDescriptionName,
      )?.CodecSettings?.H264Settings;
      const audioNames = output.AudioDescriptionNames ?? [];
      const audioBits = (encoder?.AudioDescriptions ?? [])
        .filter(({ Name }) => audioNames.includes(Name ?? ""))
        .reduce((sum, { CodecSettings }) => sum + (CodecSettings?.AacSettings?.Bitrate ?? 0), 0);
      return {
        name: output.OutputName ?? "",
        nameModifier: output.OutputSettings?.HlsOutputSettings?.NameModifier ?? "",
        bits: (video?.MaxBitrate ?? video?.Bitrate ?? 0) + audioBits,
        gopMs: gopMs(video),
        isCbr: (video?.RateControlMode ?? "CBR") === "CBR",
      };
    }),
  };
}

type Gop = {
  readonly GopSize?: number | undefined;
  readonly GopSizeUnits?: string | undefined;
  readonly FramerateNumerator?: number | undefined;
  readonly FramerateDenominator?: number | undefined;
};

/** GopSize is in frames unless the unit says seconds (MediaLive API model). */
function gopMs(video: Gop | undefined): number | undefined {
  if (video?.GopSize === undefined) return undefined;
  if (video.GopSizeUnits === "SECONDS") return Math.round(video.GopSize * 1000);
  const { FramerateNumerator: numerator, FramerateDenominator: denominator } = video;
  if (numerator === undefined || denominator === undefined) return undefined;
  return Math.round((video.GopSize * denominator * 1000) / numerator);
}

function readDestination(
  sealed: string | Secret | undefined,
  username: string | undefined,
  passwordParameter: string | undefined,
): DestinationFacts | undefined {
  const address = sealed instanceof Secret ? sealed.reveal() : sealed;
  if (address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return {
    origin: url.origin,
    path: url.pathname,
    hasToken: (url.searchParams.get("token") ?? "") !== "",
    ttlSeconds: url.searchParams.get("ttl_seconds") ?? undefined,
    role: url.searchParams.get("role") ?? undefined,
    username,
    passwordParameter,
  };
}

function text(value: string | Secret | undefined): string | undefined {
  return value instanceof Secret ? undefined : value;
}
