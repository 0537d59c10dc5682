import {
  choice,
  filled,
  flag,
  integer,
  list,
  open,
  record,
  required,
  text,
  toggle,
  type Shape,
} from "../shape.ts";
import { AUDIO_DESCRIPTION, VIDEO_DESCRIPTION } from "./descriptions.ts";
import { INPUT_ATTACHMENT } from "./input-attachment.ts";
import { OUTPUT_GROUP } from "./output-group.ts";

/** OutputDestination of the MediaLive API model. */
const OUTPUT_DESTINATION = record({
  id: text(),
  logicalInterfaceNames: list(text()),
  mediaPackageSettings: list(open()),
  multiplexSettings: open(),
  settings: list(
    record({ passwordParam: text(), streamName: text(), url: text(), username: text() }),
  ),
  srtSettings: list(open()),
});

/** EncoderSettings of the MediaLive API model, as far as HLS outputs need them. */
const ENCODER_SETTINGS = record({
  audioDescriptions: required(list(AUDIO_DESCRIPTION)),
  captionDescriptions: list(open()),
  featureActivations: record({ inputPrepareScheduleActions: toggle() }),
  globalConfiguration: record({
    initialAudioGain: integer(-60, 60),
    inputEndAction: filled(choice("NONE|SWITCH_AND_LOOP_INPUTS"), "NONE"),
    inputLossBehavior: record({
      blackFrameMsec: integer(0, 1_000_000),
      inputLossImageColor: text(6, 6),
      inputLossImageType: choice("COLOR|SLATE"),
      repeatFrameMsec: integer(0, 1_000_000),
    }),
    outputLockingMode: choice("EPOCH_LOCKING|PIPELINE_LOCKING|DISABLED"),
    outputTimingSource: filled(choice("INPUT_CLOCK|SYSTEM_CLOCK"), "INPUT_CLOCK"),
    supportLowFramerateInputs: toggle(),
  }),
  outputGroups: required(list(OUTPUT_GROUP)),
  thumbnailConfiguration: record({ state: required(choice("AUTO|DISABLED")) }),
  timecodeConfig: required(
    record({
      source: required(choice("EMBEDDED|SYSTEMCLOCK|ZEROBASED")),
      syncThreshold: integer(1, 1_000_000),
    }),
  ),
  videoDescriptions: required(list(VIDEO_DESCRIPTION)),
});

const CHANGEABLE: Readonly<Record<string, Shape>> = {
  cdiInputSpecification: open(),
  destinations: list(OUTPUT_DESTINATION),
  encoderSettings: ENCODER_SETTINGS,
  inputAttachments: list(INPUT_ATTACHMENT),
  inputSpecification: record({
    codec: choice("MPEG2|AVC|HEVC"),
    maximumBitrate: choice("MAX_10_MBPS|MAX_20_MBPS|MAX_50_MBPS"),
    resolution: choice("SD|HD|UHD"),
  }),
  logLevel: filled(choice("ERROR|WARNING|INFO|DEBUG|DISABLED"), "DISABLED"),
  maintenance: record({
    maintenanceDay: choice("MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY"),
    maintenanceScheduledDate: text(),
    maintenanceStartTime: text(),
  }),
  name: text(),
  roleArn: text(),
};

/** What UpdateChannel takes (MediaLive API model): no class, no tags. */
export const UPDATE_CHANNEL = record({ ...CHANGEABLE, dryRun: flag() });

/** What CreateChannel takes (MediaLive API model), and what DescribeChannel shows of it. */
export const CHANNEL = record({
  ...CHANGEABLE,
  channelClass: filled(choice("STANDARD|SINGLE_PIPELINE"), "STANDARD"),
});

/** The body of CreateChannel. */
export const CREATE_CHANNEL = record({
  ...CHANNEL.members,
  dryRun: flag(),
  requestId: text(),
  tags: open(),
});
