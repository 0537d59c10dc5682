import type { Diagnosis } from "./input-alerts.ts";

/** What a connected sender sends, by the codecs' names; undefined for what has not come. */
export type Sighting = { readonly video: string | undefined; readonly audio: string | undefined };

/** The codecs that an input takes. */
type Taken = { readonly video: string; readonly audio: string };

/** What is wrong with what a connected sender sends; undefined when it is what the input takes. */
export function diagnoseSighting(
  { video, audio }: Sighting,
  taken: Taken,
  by: string,
): Diagnosis | undefined {
  if (video === undefined && audio === undefined)
    return { lacks: "nothing", says: "an encoder is connected, but sends neither video nor audio" };
  if (video === undefined)
    return { lacks: "video", says: `audio, but no video: the encoder sends ${audio ?? ""} alone` };
  if (video !== taken.video)
    return {
      lacks: "video",
      says: `the encoder sends ${video}; MediaLive takes ${taken.video} over ${by}`,
    };
  if (audio === undefined)
    return { lacks: "audio", says: `video, but no audio: the encoder sends ${video} alone` };
  return audio === taken.audio
    ? undefined
    : {
        lacks: "audio",
        says: `video, but no audio that can be used: the encoder sends ${audio}; MediaLive takes ${taken.audio} over ${by}`,
      };
}
