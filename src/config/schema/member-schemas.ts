import { z } from "zod";
import {
  CHANNEL_CLASSES,
  ENCODER_AUTHS,
  LADDER_NAMES,
  MASTER_PLAYLISTS,
  RATE_CONTROLS,
  SEGMENT_NAMES,
  SIZE_RULES,
} from "../fields/choices.ts";
import { fieldAt } from "../fields/fields.ts";
import { NTSC_RATES, frameRateOf } from "../ladder/frame-rate.ts";
import { normaliseAccountUrl, normaliseEndpoint } from "../momento-endpoint.ts";
import { ALLOWED_HOSTS, shownHost } from "../momento-host.ts";
import { judged, matching, pixels, thousandths, whole } from "./value-schemas.ts";

/** Adds a field's line of help, which editors show. */
function described<T extends z.ZodType>(path: string, schema: T): T {
  return schema.describe(fieldAt(path).help);
}

function oneOf<const T extends readonly [string, ...string[]]>(
  path: string,
  choices: T,
): z.ZodEnum<{ [Choice in T[number]]: Choice }> {
  return described(path, z.enum(choices));
}

const fps = z.number().refine((rate) => frameRateOf(rate) !== undefined, {
  error: `must be a whole number of frames per second from 1 to 120, or one of ${NTSC_RATES.join(", ")}`,
});

const trueOrFalse = (): z.ZodBoolean => z.boolean({ error: "must be true or false" });

const kbps = (): z.ZodNumber => thousandths(1, 1_000_000, "kbps");

/** One rung of a ladder of one's own. Names become file names and, in MediaLive, output names. */
export const rungSchema = z.strictObject({
  name: matching(/^[A-Za-z0-9_-]{1,32}$/, "1 to 32 letters, digits, _ and -"),
  width: pixels(),
  height: pixels(),
  fps,
  videoKbps: kbps().describe("video bitrate; the average with VBR and QVBR"),
  audioKbps: kbps().describe("audio bitrate, AAC-LC stereo"),
  maxVideoKbps: kbps()
    .describe("VBR and QVBR: peak bitrate, 1.5 × videoKbps unless given")
    .optional(),
  nameModifier: matching(
    /^_[A-Za-z0-9_-]{1,40}$/,
    "_ and 1 to 40 letters, digits, _ and - (the CDN matches playlist_*.m3u8)",
  )
    .describe("what is appended to playlist in file names, _<name> unless given")
    .optional(),
  pixelAspect: z
    .tuple([whole(1, 1000), whole(1, 1000)])
    .describe("pixel aspect ratio, [1, 1] unless given")
    .optional(),
});

/** Schemas of the fields outside `channel.input`, each at its path. Ranges come from the MediaLive API model unless said otherwise. */
export const memberSchemas = {
  name: described(
    "name",
    matching(
      /^(?!(?:sandbox|con|prn|aux|nul|com\d|lpt\d)$)[a-z][a-z0-9-]{2,31}$/,
      "3 to 32 lower-case letters, digits and dashes, a letter first, and not `sandbox` or what Windows calls a device (`con`, `nul`, `com1` …)",
    ),
  ),
  region: described(
    "region",
    matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "an AWS region such as us-west-2"),
  ),
  "origin.endpoint": described(
    "origin.endpoint",
    judged("a Momento cell endpoint", (text) =>
      normaliseEndpoint(text) === undefined
        ? `must be a host such as cell-4-us-west-2-1.prod.a.momentohq.com, not ${shownHost(text)}: ${ALLOWED_HOSTS}`
        : undefined,
    ),
  ),
  // Momento's command line asks for three characters at least; the rest keeps it plain in a URL and a shell.
  "origin.cache": described(
    "origin.cache",
    matching(
      /^[A-Za-z0-9][A-Za-z0-9_.-]{2,63}$/,
      "3 to 64 letters, digits, dots, dashes and underscores, a letter or digit first",
    ),
  ),
  "origin.ttlSeconds": described("origin.ttlSeconds", whole(1, 2_147_483_647, "seconds")),
  // The key service takes the validity as unsigned 32-bit seconds (Momento SDK): 49,710 days.
  "origin.keyDays": described("origin.keyDays", whole(1, 49_710, "days")),
  "origin.revocableKeys": described("origin.revocableKeys", trueOrFalse()),
  "origin.accountUrl": described(
    "origin.accountUrl",
    judged("a URL of Momento's account API", (text) =>
      normaliseAccountUrl(text) === undefined
        ? `must be https:// and a host below momentohq.com, nothing after it, not ${shownHost(text)}: ${ALLOWED_HOSTS}`
        : undefined,
    ),
  ),
  "channel.ladder": described(
    "channel.ladder",
    z.union([
      z.enum(LADDER_NAMES),
      z
        .array(rungSchema)
        .min(1, { error: "needs at least one rung" })
        .max(20, { error: "has more than 20 rungs" }),
    ]),
  ),
  "channel.segmentSeconds": described("channel.segmentSeconds", thousandths(1, 60, "seconds")),
  "channel.gopSeconds": described("channel.gopSeconds", thousandths(0.1, 60, "seconds")),
  "channel.rateControl": oneOf("channel.rateControl", RATE_CONTROLS),
  "channel.class": oneOf("channel.class", CHANNEL_CLASSES),
  "channel.segmentNames": oneOf("channel.segmentNames", SEGMENT_NAMES),
  "channel.encoderAuth": oneOf("channel.encoderAuth", ENCODER_AUTHS),
  "channel.roleArn": described(
    "channel.roleArn",
    matching(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\u0021-\u007e]{1,511}\/)?[\w+=,.@-]{1,64}$/,
      "the ARN of an IAM role such as arn:aws:iam::123456789012:role/MediaLiveAccessRole",
    ),
  ),
  "channel.sizeRule": oneOf("channel.sizeRule", SIZE_RULES),
  "channel.hls.windowSegments": described("channel.hls.windowSegments", whole(3, 1_000_000)),
  "channel.hls.keepSegments": described("channel.hls.keepSegments", whole(1, 1_000_000_000)),
  "channel.hls.filecacheSeconds": described(
    "channel.hls.filecacheSeconds",
    whole(0, 600, "seconds"),
  ),
  "channel.hls.numRetries": described("channel.hls.numRetries", whole(0, 2_147_483_647)),
  "channel.hls.connectionRetryIntervalSeconds": described(
    "channel.hls.connectionRetryIntervalSeconds",
    whole(0, 2_147_483_647, "seconds"),
  ),
  "channel.hls.restartDelaySeconds": described(
    "channel.hls.restartDelaySeconds",
    whole(0, 15, "seconds"),
  ),
  "cdn.masterPlaylist": oneOf("cdn.masterPlaylist", MASTER_PLAYLISTS),
  "cdn.playlistCacheSeconds": described("cdn.playlistCacheSeconds", whole(0, 60, "seconds")),
  "cdn.cors": described("cdn.cors", trueOrFalse()),
} as const;
