import { choice, decimal, filled, integer, list, open, record, required, text } from "../shape.ts";
import { H264_SETTINGS } from "./h264.ts";

/** VideoDescription of the MediaLive API model. */
export const VIDEO_DESCRIPTION = record({
  name: required(text()),
  codecSettings: record({
    frameCaptureSettings: open(),
    h264Settings: H264_SETTINGS,
    h265Settings: open(),
    mpeg2Settings: open(),
    av1Settings: open(),
  }),
  width: integer(),
  height: integer(),
  respondToAfd: filled(choice("NONE|PASSTHROUGH|RESPOND"), "NONE"),
  scalingBehavior: filled(choice("DEFAULT|STRETCH_TO_OUTPUT|SMART_CROP"), "DEFAULT"),
  sharpness: filled(integer(0, 100), 50),
});

/** AacSettings of the MediaLive API model. */
const AAC_SETTINGS = record({
  bitrate: decimal(),
  codingMode: filled(
    choice("AD_RECEIVER_MIX|CODING_MODE_1_0|CODING_MODE_1_1|CODING_MODE_2_0|CODING_MODE_5_1"),
    "CODING_MODE_2_0",
  ),
  inputType: filled(choice("BROADCASTER_MIXED_AD|NORMAL"), "NORMAL"),
  profile: filled(choice("HEV1|HEV2|LC"), "LC"),
  rateControlMode: filled(choice("CBR|VBR"), "CBR"),
  rawFormat: filled(choice("LATM_LOAS|NONE"), "NONE"),
  sampleRate: filled(decimal(), 48_000),
  spec: filled(choice("MPEG2|MPEG4"), "MPEG4"),
  vbrQuality: choice("HIGH|LOW|MEDIUM_HIGH|MEDIUM_LOW"),
});

/** AudioDescription of the MediaLive API model. */
export const AUDIO_DESCRIPTION = record({
  name: required(text(0, 255)),
  audioSelectorName: required(text()),
  audioType: choice("CLEAN_EFFECTS|HEARING_IMPAIRED|UNDEFINED|VISUAL_IMPAIRED_COMMENTARY"),
  audioTypeControl: filled(choice("FOLLOW_INPUT|USE_CONFIGURED"), "FOLLOW_INPUT"),
  audioDashRoles: list(text()),
  codecSettings: record({ aacSettings: AAC_SETTINGS }),
  languageCode: text(1, 35),
  languageCodeControl: filled(choice("FOLLOW_INPUT|USE_CONFIGURED"), "FOLLOW_INPUT"),
  streamName: text(),
});
