import { durationMs } from "../text/duration.ts";
import { quoted } from "../text/words.ts";
import { field } from "./field.ts";

/** The encoder: segments, rate control, names and credentials. */
export const CHANNEL_FIELDS = [
  field({
    path: "channel.segmentSeconds",
    name: "segment-seconds",
    kind: "number",
    placeholder: "S",
    range: [1, 60],
    unit: "seconds",
    default: 2,
    help: "length of a segment; 1 to 2.5 keeps the delay short (1 with --ladder starter)",
    short: "length of a segment (2; starter 1)",
    part: "channel",
  }),
  field({
    path: "channel.gopSeconds",
    name: "gop-seconds",
    kind: "number",
    placeholder: "SECONDS",
    range: [0.1, 60],
    unit: "seconds",
    computed: "the segment length",
    help: "seconds between keyframes; a segment ends only at one",
    part: "channel",
  }),
  field({
    path: "channel.rateControl",
    name: "rate-control",
    kind: "choice",
    placeholder: "MODE",
    choices: ["CBR", "VBR", "QVBR"],
    default: "CBR",
    help: "VBR and QVBR save bits; every sum then uses the maximum bitrate",
    part: "channel",
  }),
  field({
    path: "channel.segmentNames",
    name: "segment-names",
    kind: "choice",
    placeholder: "STYLE",
    choices: ["restart-safe", "tutorial"],
    default: "restart-safe",
    help: "restart-safe puts the date into each name, so that the edge never serves an earlier run's segments",
    part: "channel",
  }),
  field({
    path: "channel.encoderAuth",
    name: "encoder-auth",
    kind: "choice",
    placeholder: "MODE",
    choices: ["url-token", "parameter-store"],
    default: "url-token",
    help: "how the encoder shows its key: in the destination URL, or from the SSM parameter store",
    part: "channel",
  }),
  field({
    path: "channel.roleArn",
    name: "role-arn",
    kind: "text",
    placeholder: "ARN",
    form: {
      what: "the ARN of an IAM role such as arn:aws:iam::123456789012:role/MediaLiveAccessRole",
      pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\u0021-\u007e]{1,511}\/)?[\w+=,.@-]{1,64}$/,
    },
    otherwise: "a role of our own",
    help: "an existing role for MediaLive; it is used, never changed or deleted",
    part: "channel",
  }),
  field({
    path: "channel.sizeRule",
    name: "size-rule",
    kind: "choice",
    placeholder: "RULE",
    choices: ["bytes", "tutorial"],
    default: "bytes",
    help: "how the 10 MB segment limit is read; tutorial counts megabits and leaves eight times the margin",
    part: "channel",
  }),
  field({
    path: "channel.stopAfter",
    name: "stop-after",
    kind: "text",
    placeholder: "DURATION",
    form: {
      what: "a length such as 90m, 2h or 1h30m",
      judge: (text) =>
        durationMs(text) === undefined
          ? `must be a length such as 90m, 2h or 1h30m, 30 days at most, not ${quoted(text)}`
          : undefined,
    },
    otherwise: "never",
    help: "every start lets AWS stop the channel this long after its first picture (2h), whatever becomes of this computer",
    short: "AWS itself stops each show after this long",
    part: "channel",
  }),
] as const;
