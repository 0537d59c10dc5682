import { draftOf } from "../resolve/draft.ts";
import type { Question } from "./question.ts";
import { question } from "./question.ts";
import type { Config } from "../schema/schema.ts";
import type { Input } from "../spec.ts";

const isType =
  (...types: readonly Input["type"][]) =>
  ({ channel }: Config): boolean =>
    types.some((type) => type === channel?.input?.type);

/** Where the video comes from, and then what that type needs. */
export const INPUT_QUESTIONS: readonly Question[] = [
  question({
    key: "input",
    path: "channel.input.type",
    message: "Where does the video come from?",
    why: "MediaLive gets an input of this type; what that needs is asked next.",
    kind: "choice",
    choices: [
      {
        value: "rtmp-push",
        label: "OBS or another encoder, over RTMP",
        why: "the usual way to go live",
      },
      {
        value: "mp4-file",
        label: "an MP4 file, in a loop",
        why: "to try everything out without a camera",
      },
      {
        value: "srt-caller",
        label: "an SRT listener that MediaLive calls",
        why: "for contribution over lossy links",
      },
      {
        value: "rtp-push",
        label: "an encoder that sends RTP",
        why: "for encoders that send a transport stream",
      },
      {
        value: "hls-pull",
        label: "an HLS stream that exists already",
        why: "to take over another live stream",
      },
      {
        value: "existing",
        label: "a MediaLive input of yours",
        why: "it is used, never changed or deleted",
      },
    ],
    default: ({ channel }) => channel?.input?.type,
  }),
  question({
    key: "cidrs",
    path: "channel.input.cidrs",
    message: "From which addresses may the encoder send?",
    why: "Everyone else is refused. One address is written as 203.0.113.7/32; 0.0.0.0/0 would let anyone in.",
    kind: "list",
    when: isType("rtmp-push", "rtp-push"),
  }),
  question({
    key: "streamName",
    path: "channel.input.streamName",
    message: "Which application and stream key does the encoder use?",
    why: "Written as application/stream-key; in OBS the first belongs to the server address, the second is the stream key.",
    kind: "text",
    default: ({ name }) => {
      const { input } = draftOf({
        name,
        channel: { input: { type: "rtmp-push", cidrs: [] } },
      }).channel;
      return input?.type === "rtmp-push" ? input.streamName : undefined;
    },
    when: isType("rtmp-push"),
  }),
  question({
    key: "url",
    path: "channel.input.url",
    message: "Which URL does MediaLive read?",
    why: "It must be reachable from AWS.",
    kind: "text",
    default: ({ channel }) =>
      channel?.input !== undefined && "url" in channel.input ? channel.input.url : undefined,
    when: isType("hls-pull", "mp4-file"),
  }),
  question({
    key: "address",
    path: "channel.input.address",
    message: "What is the address of the SRT listener?",
    why: "MediaLive is the caller; the listener must accept it.",
    kind: "text",
    when: isType("srt-caller"),
  }),
  question({
    key: "port",
    path: "channel.input.port",
    message: "And which port?",
    why: "The port the SRT listener listens on.",
    kind: "whole",
    when: isType("srt-caller"),
  }),
  question({
    key: "inputId",
    path: "channel.input.id",
    message: "What is the id of the input?",
    why: "Seven digits in the MediaLive console.",
    kind: "text",
    when: isType("existing"),
  }),
];
