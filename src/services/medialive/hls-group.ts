import type {
  HlsCdnSettings,
  HlsGroupSettings,
  Output,
  OutputGroup,
} from "@aws-sdk/client-medialive";
import { segmentLengthSeconds } from "../../config/ladder/gop.ts";
import type { ChannelSpec, Rung } from "../../config/spec.ts";
import { audioName } from "./audio-description.ts";
import { videoName } from "./video-description.ts";

/** Ties the output group to its destination. */
export const DESTINATION_ID = "momento";

/** The output group of the tutorial, "HD": one output a rung, in the order of the master playlist. */
export function hlsGroup(channel: ChannelSpec): OutputGroup {
  return {
    Name: "HD",
    OutputGroupSettings: { HlsGroupSettings: hlsSettings(channel) },
    Outputs: channel.ladder.map((rung) => output(channel, rung)),
  };
}

function hlsSettings(channel: ChannelSpec): HlsGroupSettings {
  return {
    CaptionLanguageSetting: "OMIT",
    ClientCache: "ENABLED",
    CodecSpecification: "RFC_4281",
    Destination: { DestinationRefId: DESTINATION_ID },
    DirectoryStructure: "SINGLE_DIRECTORY",
    DiscontinuityTags: "INSERT",
    HlsCdnSettings: cdnSettings(channel),
    IFrameOnlyPlaylists: "DISABLED",
    IndexNSegments: channel.hls.windowSegments,
    InputLossAction: "EMIT_OUTPUT",
    KeepSegments: channel.hls.keepSegments,
    ManifestCompression: "NONE",
    ManifestDurationFormat: "FLOATING_POINT",
    Mode: "LIVE",
    OutputSelection: "MANIFESTS_AND_SEGMENTS",
    ProgramDateTime: "EXCLUDE",
    RedundantManifest: "DISABLED",
    // Whole seconds only (MediaLive API model): segments end on the first keyframe after this, which makes the rest.
    SegmentLength: segmentLengthSeconds(channel.segmentSeconds * 1000),
    SegmentationMode: "USE_SEGMENT_DURATION",
    StreamInfResolution: "INCLUDE",
    TsFileMode: "SEGMENTED_FILES",
  };
}

/** Basic PUT leaves user and password out, so a key in the Parameter Store needs the Akamai settings (Momento docs, MediaLive guide). */
function cdnSettings(channel: ChannelSpec): HlsCdnSettings {
  const transfer = {
    ConnectionRetryInterval: channel.hls.connectionRetryIntervalSeconds,
    FilecacheDuration: channel.hls.filecacheSeconds,
    NumRetries: channel.hls.numRetries,
    RestartDelay: channel.hls.restartDelaySeconds,
  };
  return channel.encoderAuth === "url-token"
    ? { HlsBasicPutSettings: transfer }
    : { HlsAkamaiSettings: { ...transfer, HttpTransferMode: "NON_CHUNKED" } };
}

function output(channel: ChannelSpec, rung: Rung): Output {
  return {
    OutputName: rung.name,
    VideoDescriptionName: videoName(rung),
    AudioDescriptionNames: [audioName(rung)],
    OutputSettings: {
      HlsOutputSettings: {
        NameModifier: rung.nameModifier,
        // The counter restarts at 00001 with the channel, and the edge still holds the last run's segments.
        ...(channel.segmentNames === "restart-safe" ? { SegmentModifier: "_$dt$" } : {}),
        HlsSettings: {
          StandardHlsSettings: { AudioRenditionSets: "program_audio", M3u8Settings: M3U8 },
        },
      },
    },
  };
}

/** The transport stream of the MediaLive console's HLS template. */
const M3U8 = {
  AudioFramesPerPes: 4,
  AudioPids: "492-498",
  NielsenId3Behavior: "NO_PASSTHROUGH",
  PcrControl: "PCR_EVERY_PES_PACKET",
  PmtPid: "480",
  ProgramNum: 1,
  Scte35Behavior: "NO_PASSTHROUGH",
  Scte35Pid: "500",
  TimedMetadataBehavior: "NO_PASSTHROUGH",
  VideoPid: "481",
} as const;
