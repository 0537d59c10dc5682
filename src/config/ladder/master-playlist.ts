import { bitsPerSecond, peakVideoBits } from "./bitrate.ts";
import { h264LevelOf } from "./h264-level.ts";
import type { ChannelSpec, RateControl, Rung } from "../spec.ts";

const HEADER = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-INDEPENDENT-SEGMENTS"];
const HIGHEST_LEVEL = 52;

/** What the prediction needs of a channel. */
type MasterSource = Pick<ChannelSpec, "ladder" | "rateControl">;

/**
 * `mp4a` is AAC-LC; the video is Main profile. MediaLive's default codec notation prints Main at level 3.0 the old way and
 * everything else in hexadecimal, as the tutorial's master shows.
 */
function codecsOf(rung: Rung): string {
  const level = h264LevelOf(rung) ?? HIGHEST_LEVEL;
  const video = level === 30 ? "avc1.77.30" : `avc1.4d40${level.toString(16).padStart(2, "0")}`;
  return `${video},mp4a.40.2`;
}

/** 1.1 × (V + A), rounded to a whole bit per second: exact for the tutorial's three variants. */
function averageBandwidth(rung: Rung): number {
  return Math.round(((bitsPerSecond(rung.videoKbps) + bitsPerSecond(rung.audioKbps)) * 11) / 10);
}

/**
 * 1.1 × (1.52 V + A) with CBR: derived from the tutorial's three variants, which it fits exactly; not documented by AWS.
 * With VBR and QVBR the stated maximum takes the place of 1.52 V, which is an assumption.
 */
function peakBandwidth(rung: Rung, rateControl: RateControl): number {
  const peak = peakVideoBits(rung, rateControl) * (rateControl === "CBR" ? 152 : 100);
  return Math.round(((peak + bitsPerSecond(rung.audioKbps) * 100) * 11) / 1000);
}

function streamInf(rung: Rung, rateControl: RateControl): string {
  return [
    `#EXT-X-STREAM-INF:BANDWIDTH=${peakBandwidth(rung, rateControl)}`,
    `AVERAGE-BANDWIDTH=${averageBandwidth(rung)}`,
    `CODECS="${codecsOf(rung)}"`,
    `RESOLUTION=${rung.width}x${rung.height}`,
    `FRAME-RATE=${rung.fps.toFixed(3)}`,
  ].join(",");
}

/** Name of a rung's variant playlist: MediaLive appends the name modifier to the base name (MediaLive user guide). */
export function variantName(rung: Rung): string {
  return `playlist${rung.nameModifier}.m3u8`;
}

/**
 * The master playlist that MediaLive will write for this channel, rungs in the ladder's order, with a final newline.
 * `query` is what the destination URL carries: MediaLive copies it to every variant URI. Without it the result is what
 * the edge serves, free of keys.
 */
export function predictMaster(
  channel: MasterSource,
  options: { readonly query?: string | undefined } = {},
): string {
  const suffix = options.query === undefined ? "" : `?${options.query}`;
  const variants = channel.ladder.flatMap((rung) => [
    streamInf(rung, channel.rateControl),
    `${variantName(rung)}${suffix}`,
  ]);
  return `${[...HEADER, ...variants].join("\n")}\n`;
}
