import { choice, filled, integer, list, open, record, required, text, toggle } from "../shape.ts";

const RETRIES = {
  connectionRetryInterval: filled(integer(0), 1),
  filecacheDuration: filled(integer(0, 600), 300),
  numRetries: filled(integer(0), 10),
  restartDelay: filled(integer(0, 15), 15),
};

/** The choice of how segments are pushed (HlsCdnSettings of the MediaLive API model). */
const CDN_SETTINGS = record({
  hlsAkamaiSettings: record({
    ...RETRIES,
    httpTransferMode: filled(choice("CHUNKED|NON_CHUNKED"), "NON_CHUNKED"),
    salt: text(),
    token: text(),
  }),
  hlsBasicPutSettings: record(RETRIES),
  hlsMediaStoreSettings: open(),
  hlsS3Settings: open(),
  hlsWebdavSettings: record({
    ...RETRIES,
    httpTransferMode: filled(choice("CHUNKED|NON_CHUNKED"), "NON_CHUNKED"),
  }),
});

/** HlsGroupSettings: ranges and words of the MediaLive API model; what is filled in is what the console shows. */
export const HLS_GROUP_SETTINGS = record({
  adMarkers: list(choice("ADOBE|ELEMENTAL|ELEMENTAL_SCTE35")),
  baseUrlContent: text(),
  baseUrlContent1: text(),
  baseUrlManifest: text(),
  baseUrlManifest1: text(),
  captionLanguageMappings: list(open()),
  captionLanguageSetting: filled(choice("INSERT|NONE|OMIT"), "OMIT"),
  clientCache: toggle("ENABLED"),
  codecSpecification: filled(choice("RFC_4281|RFC_6381"), "RFC_4281"),
  constantIv: text(32, 32),
  destination: required(record({ destinationRefId: text() })),
  directoryStructure: filled(
    choice("SINGLE_DIRECTORY|SUBDIRECTORY_PER_STREAM"),
    "SINGLE_DIRECTORY",
  ),
  discontinuityTags: filled(choice("INSERT|NEVER_INSERT"), "INSERT"),
  encryptionType: choice("AES128|SAMPLE_AES"),
  hlsCdnSettings: CDN_SETTINGS,
  hlsId3SegmentTagging: toggle(),
  iFrameOnlyPlaylists: filled(choice("DISABLED|STANDARD"), "DISABLED"),
  incompleteSegmentBehavior: filled(choice("AUTO|SUPPRESS"), "AUTO"),
  indexNSegments: filled(integer(3), 10),
  inputLossAction: filled(choice("EMIT_OUTPUT|PAUSE_OUTPUT"), "EMIT_OUTPUT"),
  ivInManifest: filled(choice("EXCLUDE|INCLUDE"), "INCLUDE"),
  ivSource: filled(choice("EXPLICIT|FOLLOWS_SEGMENT_NUMBER"), "FOLLOWS_SEGMENT_NUMBER"),
  keepSegments: filled(integer(1), 21),
  manifestCompression: filled(choice("GZIP|NONE"), "NONE"),
  manifestDurationFormat: filled(choice("FLOATING_POINT|INTEGER"), "FLOATING_POINT"),
  minSegmentLength: integer(0),
  mode: filled(choice("LIVE|VOD"), "LIVE"),
  outputSelection: filled(
    choice("MANIFESTS_AND_SEGMENTS|SEGMENTS_ONLY|VARIANT_MANIFESTS_AND_SEGMENTS"),
    "MANIFESTS_AND_SEGMENTS",
  ),
  programDateTime: filled(choice("EXCLUDE|INCLUDE"), "EXCLUDE"),
  programDateTimeClock: filled(
    choice("INITIALIZE_FROM_OUTPUT_TIMECODE|SYSTEM_CLOCK"),
    "INITIALIZE_FROM_OUTPUT_TIMECODE",
  ),
  programDateTimePeriod: filled(integer(0, 3600), 600),
  redundantManifest: toggle(),
  segmentLength: filled(integer(1), 10),
  segmentationMode: filled(
    choice("USE_INPUT_SEGMENTATION|USE_SEGMENT_DURATION"),
    "USE_SEGMENT_DURATION",
  ),
  segmentsPerSubdirectory: filled(integer(1), 10_000),
  streamInfResolution: filled(choice("EXCLUDE|INCLUDE"), "INCLUDE"),
  timedMetadataId3Frame: filled(choice("NONE|PRIV|TDRL"), "PRIV"),
  timedMetadataId3Period: filled(integer(0), 10),
  timestampDeltaMilliseconds: integer(0),
  tsFileMode: filled(choice("SEGMENTED_FILES|SINGLE_FILE"), "SEGMENTED_FILES"),
});
