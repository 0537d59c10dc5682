import type {
  EncoderSettings,
  RungSettings,
} from "../../../../src/sandbox/encoder/encoder-settings.ts";
import { encoderSettings, rungSettings } from "../encoder/support/settings.ts";

/** A small rung of 30 frames a second. */
export function aRung(more: Partial<RungSettings> = {}): RungSettings {
  return rungSettings({
    name: "240p30",
    width: 320,
    height: 240,
    videoBitrate: 750_000,
    maxVideoBitrate: 750_000,
    ...more,
  });
}

/** Two rungs with GOPs of one second. */
export function someSettings(more: Partial<EncoderSettings> = {}): EncoderSettings {
  return encoderSettings([aRung({ name: "480p30", width: 640, height: 480 }), aRung()], {
    gopFrames: 30,
    segmentLengthSeconds: 1,
    input: { type: "MP4_FILE", url: "clip.mp4", loop: true },
    ...more,
  });
}
