import { choice, filled, integer, list, open, record, required, text } from "../shape.ts";
import { HLS_GROUP_SETTINGS } from "./hls-group.ts";

const PASSTHROUGH = filled(choice("NO_PASSTHROUGH|PASSTHROUGH"), "NO_PASSTHROUGH");

/** M3u8Settings of the MediaLive API model; the PIDs are those of the console's templates. */
const M3U8_SETTINGS = record({
  audioFramesPerPes: filled(integer(0), 4),
  audioPids: filled(text(), "492-498"),
  ecmPid: filled(text(), "8182"),
  nielsenId3Behavior: PASSTHROUGH,
  patInterval: integer(0, 1000),
  pcrControl: filled(choice("CONFIGURED_PCR_PERIOD|PCR_EVERY_PES_PACKET"), "PCR_EVERY_PES_PACKET"),
  pcrPeriod: integer(0, 500),
  pcrPid: text(),
  pmtInterval: integer(0, 1000),
  pmtPid: filled(text(), "480"),
  programNum: filled(integer(0, 65_535), 1),
  scte35Behavior: PASSTHROUGH,
  scte35Pid: filled(text(), "500"),
  timedMetadataBehavior: PASSTHROUGH,
  timedMetadataPid: filled(text(), "502"),
  transportStreamId: integer(0, 65_535),
  videoPid: filled(text(), "481"),
});

/** HlsOutputSettings of the MediaLive API model. */
const HLS_OUTPUT_SETTINGS = record({
  h265PackagingType: filled(choice("HEV1|HVC1"), "HVC1"),
  hlsSettings: required(
    record({
      audioOnlyHlsSettings: open(),
      fmp4HlsSettings: open(),
      frameCaptureHlsSettings: open(),
      standardHlsSettings: record({
        audioRenditionSets: filled(text(), "program_audio"),
        m3u8Settings: required(M3U8_SETTINGS),
      }),
    }),
  ),
  nameModifier: text(1),
  segmentModifier: text(),
});

const OUTPUT = record({
  audioDescriptionNames: list(text()),
  captionDescriptionNames: list(text()),
  outputName: text(1, 255),
  outputSettings: required(record({ hlsOutputSettings: HLS_OUTPUT_SETTINGS })),
  videoDescriptionName: text(),
});

/** OutputGroup of the MediaLive API model. */
export const OUTPUT_GROUP = record({
  name: text(0, 32),
  outputGroupSettings: required(record({ hlsGroupSettings: HLS_GROUP_SETTINGS })),
  outputs: required(list(OUTPUT)),
});
