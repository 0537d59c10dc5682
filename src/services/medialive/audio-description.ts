import type { AudioDescription } from "@aws-sdk/client-medialive";
import { bitsPerSecond } from "../../config/ladder/bitrate.ts";
import type { Rung } from "../../config/spec.ts";

/** Referred to by the outputs; one a rung, because an encode that no output uses is refused. */
export function audioName(rung: Rung): string {
  return `audio_${rung.name}`;
}

/** One rung's sound: stereo AAC-LC at 48 kHz, as in the MediaLive console's HLS template. */
export function audioDescription(rung: Rung): AudioDescription {
  return {
    Name: audioName(rung),
    // Without a selector of that name the first audio of the input is taken (MediaLive console's template).
    AudioSelectorName: "default",
    AudioTypeControl: "FOLLOW_INPUT",
    LanguageCodeControl: "FOLLOW_INPUT",
    CodecSettings: {
      AacSettings: {
        Bitrate: bitsPerSecond(rung.audioKbps),
        CodingMode: "CODING_MODE_2_0",
        InputType: "NORMAL",
        Profile: "LC",
        RateControlMode: "CBR",
        RawFormat: "NONE",
        SampleRate: 48_000,
        Spec: "MPEG4",
      },
    },
  };
}
