import type { Diagnosis } from "./input-alerts.ts";

/** What a connected sender sends, by the codecs' names; undefined for what has not come. */
export type SentCodecs = { readonly video: string | undefined; readonly audio: string | undefined };

/** The codecs that an input takes. */
type AcceptedCodecs = { readonly video: string; readonly audio: string };

/** What is wrong with what a connected sender sends; undefined when it is what the input takes. */
export function diagnoseCodecs(
  { video, audio }: SentCodecs,
  accepted: AcceptedCodecs,
  by: string,
): Diagnosis | undefined {
  if (video === undefined && audio === undefined)
    return { lacks: "nothing", says: "an encoder is connected, but sends neither video nor audio" };
  if (video === undefined)
    return { lacks: "video", says: `audio, but no video: the encoder sends only ${audio ?? ""}` };
  if (video !== accepted.video)
    return {
      lacks: "video",
      says: `the encoder sends ${video}; MediaLive takes ${accepted.video} over ${by}`,
    };
  if (audio === undefined)
    return { lacks: "audio", says: `video, but no audio: the encoder sends only ${video}` };
  return audio === accepted.audio
    ? undefined
    : {
        lacks: "audio",
        says: `video, but no audio that can be used: the encoder sends ${audio}; MediaLive takes ${accepted.audio} over ${by}`,
      };
}
