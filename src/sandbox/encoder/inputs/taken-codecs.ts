import type { InputSettings } from "../encoder-settings.ts";
import type { Diagnosis } from "./input-alerts.ts";
import type { InputStream } from "./stderr-tail.ts";

type Kind = "Video" | "Audio";
type Taken = { readonly from: string } & Readonly<Record<Kind, Readonly<Record<string, string>>>>;

const PICTURES = { h264: "H.264", hevc: "H.265", mpeg2video: "MPEG-2" };
const DOLBY = { aac: "AAC", ac3: "Dolby Digital", eac3: "Dolby Digital Plus" };
const BROADCAST = {
  Video: PICTURES,
  Audio: {
    ...DOLBY,
    ...{ mp2: "MPEG audio", mp1: "MPEG audio", mp3: "MPEG audio", s302m: "PCM" },
    ...{ aac_latm: "AAC", dolby_e: "Dolby E" },
  },
};

/** ffmpeg's names of what MediaLive takes, and AWS's (MediaLive User Guide, "Supported codecs by input type"). */
const TAKEN: Readonly<Partial<Record<InputSettings["type"], Taken>>> = {
  MP4_FILE: { from: "an MP4 file", Video: PICTURES, Audio: { aac: "AAC" } },
  URL_PULL: { from: "an HLS playlist", Video: { h264: "H.264" }, Audio: DOLBY },
  SRT_CALLER: { from: "SRT", ...BROADCAST },
  RTP_PUSH: { from: "RTP", ...BROADCAST },
};

/** What MediaLive does not take of the streams that ffmpeg found in an input; undefined where it takes a picture and any sound. */
export function refusedCodec(
  type: InputSettings["type"],
  streams: readonly InputStream[],
): Diagnosis | undefined {
  const taken = TAKEN[type];
  if (taken === undefined) return undefined;
  for (const kind of ["Video", "Audio"] as const) {
    const own = streams.filter((stream) => stream.kind === kind);
    const [first] = own;
    if (first === undefined || own.some(({ codec }) => codec in taken[kind])) continue;
    const names = [...new Set(Object.values(taken[kind]))];
    const may = [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((name) => name !== "");
    const says = `the input has ${first.codec}; MediaLive takes ${may.join(" and ")} from ${taken.from}`;
    return kind === "Video"
      ? { lacks: "video", says }
      : { lacks: "audio", says: `video, but no audio that can be used: ${says}` };
  }
  return undefined;
}
