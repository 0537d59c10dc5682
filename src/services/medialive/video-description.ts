import type { H264Settings, VideoDescription } from "@aws-sdk/client-medialive";
import { bitsPerSecond, peakVideoBits } from "../../config/ladder/bitrate.ts";
import { frameRateOf } from "../../config/ladder/frame-rate.ts";
import type { ChannelSpec, Rung } from "../../config/spec.ts";

/** Referred to by the outputs. */
export function videoName(rung: Rung): string {
  return `video_${rung.name}`;
}

/**
 * One rung's picture. What the Spec does not say is as in the MediaLive console's HLS template: Main profile, CABAC,
 * automatic level, three reference frames, adaptive quantization. The template stretches to the frame and corrects by
 * the pixel aspect; square rungs keep the shape of the source.
 */
export function videoDescription(channel: ChannelSpec, rung: Rung): VideoDescription {
  const [numerator, denominator] = rung.pixelAspect;
  return {
    Name: videoName(rung),
    Width: rung.width,
    Height: rung.height,
    RespondToAfd: "NONE",
    ScalingBehavior: numerator === denominator ? "DEFAULT" : "STRETCH_TO_OUTPUT",
    Sharpness: 50,
    CodecSettings: { H264Settings: h264(channel, rung) },
  };
}

function h264(channel: ChannelSpec, rung: Rung): H264Settings {
  const frames = frameRateOf(rung.fps);
  return {
    AdaptiveQuantization: "HIGH",
    AfdSignaling: "NONE",
    ColorMetadata: "INSERT",
    EntropyEncoding: "CABAC",
    FlickerAq: "ENABLED",
    ForceFieldPictures: "DISABLED",
    FramerateControl: "SPECIFIED",
    FramerateNumerator: frames?.numerator,
    FramerateDenominator: frames?.denominator,
    GopBReference: "DISABLED",
    // 0 "will break output segmenting" (MediaLive API model).
    GopClosedCadence: 1,
    GopNumBFrames: 2,
    GopSize: channel.gopSeconds,
    GopSizeUnits: "SECONDS",
    Level: "H264_LEVEL_AUTO",
    LookAheadRateControl: "MEDIUM",
    NumRefFrames: 3,
    ParControl: "SPECIFIED",
    ParNumerator: rung.pixelAspect[0],
    ParDenominator: rung.pixelAspect[1],
    Profile: "MAIN",
    ...rate(channel, rung),
    ScanType: "PROGRESSIVE",
    SceneChangeDetect: "ENABLED",
    Slices: 1,
    SpatialAq: "ENABLED",
    SubgopLength: "FIXED",
    Syntax: "DEFAULT",
    TemporalAq: "ENABLED",
    TimecodeInsertion: "DISABLED",
  };
}

/**
 * VBR's buffer (twice the peak, 90 % full) is the MediaLive user guide's advice. QVBR takes its quality by itself; Bitrate
 * is set because billing falls back to the input's maximum without it (MediaLive user guide).
 */
function rate(channel: ChannelSpec, rung: Rung): H264Settings {
  const bitrate = bitsPerSecond(rung.videoKbps);
  const peak = peakVideoBits(rung, channel.rateControl);
  switch (channel.rateControl) {
    case "CBR":
      return { RateControlMode: "CBR", Bitrate: bitrate };
    case "VBR":
      return {
        RateControlMode: "VBR",
        Bitrate: bitrate,
        MaxBitrate: peak,
        BufSize: 2 * peak,
        BufFillPct: 90,
      };
    case "QVBR":
      return { RateControlMode: "QVBR", Bitrate: peak, MaxBitrate: peak };
  }
}
