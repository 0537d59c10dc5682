import { peakVideoBits } from "./ladder/bitrate.ts";
import type { ChannelSpec, Rung } from "./spec.ts";

/** MediaLive's classes of size: SD below 720 lines, HD to 1080, UHD above (AWS Elemental MediaLive pricing). */
type Resolution = "SD" | "HD" | "UHD";

/** The upper end of MediaLive's classes of bitrate, Mb/s. */
type Mbps = 10 | 20 | 50;

/** What a running channel is billed for: its input, and each of its outputs, by class. All of ours are AVC. */
export type MediaLiveUsage =
  | { readonly direction: "IN"; readonly resolution: Resolution; readonly mbps: Mbps }
  | {
      readonly direction: "OUT";
      readonly resolution: Resolution;
      readonly mbps: Mbps;
      /** The upper end of its class, frames per second. */
      readonly fps: 30 | 60;
    };

/**
 * The coarse class of source that the channel is sized and billed for: HD unless the ladder is larger (SD, below 720
 * lines, would refuse a 720p camera), and room for twice the top rung, because a contribution is richer than what is
 * made of it. Files and pulls are seldom below 10 Mb/s, so they start at 20. Classes: MediaLive API model.
 */
export function inputUsage({
  input,
  ladder,
  rateControl,
}: ChannelSpec): MediaLiveUsage & { readonly direction: "IN" } {
  const tallest = Math.max(...ladder.map(({ height }) => height));
  const peak = Math.max(...ladder.map((rung) => peakVideoBits(rung, rateControl)));
  const pushed = input?.type === "rtmp-push" || input?.type === "srt-caller";
  const bits = Math.max(2 * peak, pushed ? 0 : 20_000_000);
  return {
    direction: "IN",
    resolution: tallest > 1080 ? "UHD" : "HD",
    mbps: bits <= 10_000_000 ? 10 : bits <= 20_000_000 ? 20 : 50,
  };
}

/**
 * What a rung is billed as. Where the published words leave a boundary open (a width of HD in fewer than 720 lines, 10 Mb/s
 * exactly), the dearer class.
 */
export function outputUsage(
  rung: Rung,
  { rateControl }: Pick<ChannelSpec, "rateControl">,
): MediaLiveUsage {
  const bits = peakVideoBits(rung, rateControl);
  return {
    direction: "OUT",
    resolution: resolutionOf(rung),
    mbps: bits < 10_000_000 ? 10 : bits < 20_000_000 ? 20 : 50,
    fps: rung.fps <= 30 ? 30 : 60,
  };
}

function resolutionOf({ width, height }: Rung): Resolution {
  if (height > 1080 || width > 1920) return "UHD";
  return height >= 720 || width >= 1280 ? "HD" : "SD";
}
