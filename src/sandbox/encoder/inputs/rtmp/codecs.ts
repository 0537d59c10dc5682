import { MESSAGE, type RtmpMessage } from "./message.ts";

/** Names of the codecs that RTMP messages announce, as far as they need a name here. */
const VIDEO: Readonly<Record<number, string>> = {
  2: "H.263",
  4: "VP6",
  5: "VP6",
  7: "H.264",
  12: "HEVC",
};
const AUDIO: Readonly<Record<number, string>> = { 2: "MP3", 10: "AAC", 11: "Speex", 14: "MP3" };
const FOUR_CC: Readonly<Record<string, string>> = {
  avc1: "H.264 by Enhanced RTMP",
  hvc1: "HEVC",
  hev1: "HEVC",
  av01: "AV1",
  vp08: "VP8",
  vp09: "VP9",
  Opus: "Opus",
  fLaC: "FLAC",
  "ac-3": "AC-3",
  "ec-3": "E-AC-3",
  ".mp3": "MP3",
  mp4a: "AAC by Enhanced RTMP",
};

/** What MediaLive takes over RTMP (MediaLive user guide, "Supported codecs"). */
export const ACCEPTED = { video: "H.264", audio: "AAC" } as const;

const EXTENDED_VIDEO = 0x80;
const EXTENDED_AUDIO = 9;

/** The codec of an audio or video message: by the FLV specification (annex E.4), or by its FourCC (Enhanced RTMP). */
export function codecOf({ type, body }: RtmpMessage): string {
  const first = body[0] ?? 0;
  if (type === MESSAGE.video)
    return (first & EXTENDED_VIDEO) === 0
      ? (VIDEO[first & 0x0f] ?? `video codec ${first & 0x0f}`)
      : fourCcName(body);
  return first >> 4 === EXTENDED_AUDIO
    ? fourCcName(body)
    : (AUDIO[first >> 4] ?? `sound format ${first >> 4}`);
}

function fourCcName(body: Buffer): string {
  const code = body.toString("latin1", 1, 5);
  return FOUR_CC[code] ?? (/^[\w.-]{4}$/u.test(code) ? code : "a codec of Enhanced RTMP");
}
