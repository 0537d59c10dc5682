import type { HlsSettings } from "../hls-settings.ts";
import type { EncoderSettings, RungSettings } from "../encoder-settings.ts";
import { videoCodec } from "./codecs.ts";

/**
 * The master playlist: one variant an output, in their order, the destination's query string on each URI, as Momento's
 * MediaLive tutorial shows it.
 */
export function masterPlaylist(
  settings: EncoderSettings,
  hls: HlsSettings,
  variants: readonly string[],
): string {
  const lines = settings.rungs.flatMap((rung, index) => [
    streamInformation(rung, hls, hls.outputs[index]?.audioCodec),
    `${hls.manifestPrefix}${variants[index] ?? ""}${hls.masterQuery}`,
  ]);
  return ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-INDEPENDENT-SEGMENTS", ...lines, ""].join("\n");
}

function streamInformation(
  rung: RungSettings,
  hls: HlsSettings,
  audioCodec: string | undefined,
): string {
  const video = rung.rateControl === "CBR" ? rung.videoBitrate : rung.maxVideoBitrate;
  const codecs = [videoCodec(rung, hls.codecSpecification), audioCodec].filter(
    (codec) => codec !== undefined,
  );
  return [
    `#EXT-X-STREAM-INF:BANDWIDTH=${peakBandwidth(rung, video)}`,
    `AVERAGE-BANDWIDTH=${averageBandwidth(video, rung.audioBitrate)}`,
    `CODECS="${codecs.join(",")}"`,
    ...(hls.resolutionInMaster ? [`RESOLUTION=${rung.width}x${rung.height}`] : []),
    `FRAME-RATE=${(rung.fps.numerator / rung.fps.denominator).toFixed(3)}`,
  ].join(",");
}

/**
 * 1.1 × (1.52 × video + audio), bits per second: fits the figures of Momento's MediaLive tutorial and of the example in
 * ETSI TS 104 002, both CBR; not documented. A stated maximum is taken for the peak itself (inferred).
 */
const peakBandwidth = ({ rateControl, audioBitrate }: RungSettings, video: number): number =>
  Math.round((11 * ((rateControl === "CBR" ? 152 : 100) * video + 100 * audioBitrate)) / 1000);

/** 1.1 × (video + audio), bits per second; same sources. */
const averageBandwidth = (video: number, audio: number): number =>
  Math.round((11 * (video + audio)) / 10);
