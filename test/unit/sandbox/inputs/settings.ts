import type {
  EncoderSettings,
  RungSettings,
} from "../../../../src/sandbox/encoder/encoder-settings.ts";

/** A small rung of 30 frames a second. */
export function aRung(more: Partial<RungSettings> = {}): RungSettings {
  return {
    name: "240p30",
    width: 320,
    height: 240,
    fps: { numerator: 30, denominator: 1 },
    pixelAspect: { numerator: 4, denominator: 3 },
    profile: "MAIN",
    rateControl: "CBR",
    videoBitrate: 750_000,
    maxVideoBitrate: 750_000,
    audioBitrate: 128_000,
    sampleRate: 48_000,
    ...more,
  };
}

/** Two rungs with GOPs of one second. */
export function someSettings(more: Partial<EncoderSettings> = {}): EncoderSettings {
  return {
    channelId: "1234567",
    rungs: [aRung({ name: "480p30", width: 640, height: 480 }), aRung()],
    gopFrames: 30,
    segmentLengthSeconds: 1,
    input: { type: "MP4_FILE", url: "clip.mp4", loop: true },
    inputLossAction: "EMIT_OUTPUT",
    ...more,
  };
}
