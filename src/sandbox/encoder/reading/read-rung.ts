import type { RungSettings } from "../encoder-settings.ts";
import { at } from "../../json.ts";
import { listAt, numberAt, textAt, wordAt } from "./json.ts";
import { RefusedSettings } from "./refused-settings.ts";

/** MediaLive user guide: an empty bitrate means 5 Mb/s. */
const DEFAULT_VIDEO_BITRATE = 5_000_000;
/** Not documented; the console's template for HLS audio. */
const DEFAULT_AUDIO_BITRATE = 192_000;
const DEFAULT_SAMPLE_RATE = 48_000;
const DEFAULT_SIZE = { width: 1280, height: 720 } as const;
const DEFAULT_GOP_FRAMES = 90;

/**
 * The rung that an output of the channel describes, its video and audio descriptions looked up by name. Throws
 * RefusedSettings for what is not H.264 or not described.
 */
export function readRung(
  encoderSettings: unknown,
  output: unknown,
  index: number,
): RungSettings & { readonly gopFrames: number } {
  const name = textAt(output, "outputName") ?? `output-${index + 1}`;
  const video = named(encoderSettings, "videoDescriptions", textAt(output, "videoDescriptionName"));
  const codec = at(video, "codecSettings", "h264Settings");
  if (typeof codec !== "object" || codec === null)
    throw new RefusedSettings(`Output ${name} has no H.264 video description`);
  const fps = fraction(codec, "framerate") ?? { numerator: 30, denominator: 1 };
  const bitrate = numberAt(codec, "bitrate");
  const maxBitrate = numberAt(codec, "maxBitrate");
  const audio = audioOf(encoderSettings, output);
  return {
    name,
    width: numberAt(video, "width") ?? DEFAULT_SIZE.width,
    height: numberAt(video, "height") ?? DEFAULT_SIZE.height,
    fps,
    pixelAspect: fraction(codec, "par") ?? { numerator: 1, denominator: 1 },
    profile: textAt(codec, "profile") ?? "MAIN",
    level: levelIdc(textAt(codec, "level")),
    gopFrames: gopFrames(codec, fps.numerator / fps.denominator),
    rateControl: wordAt(["CBR", "VBR", "QVBR"], codec, "rateControlMode"),
    videoBitrate: bitrate ?? maxBitrate ?? DEFAULT_VIDEO_BITRATE,
    maxVideoBitrate: maxBitrate ?? bitrate ?? DEFAULT_VIDEO_BITRATE,
    audioBitrate: audio === undefined ? 0 : (numberAt(audio, "bitrate") ?? DEFAULT_AUDIO_BITRATE),
    sampleRate: numberAt(audio, "sampleRate") ?? DEFAULT_SAMPLE_RATE,
  };
}

/** The AacSettings of an output's first audio description (empty when it leaves them out); undefined without audio. */
export function audioOf(encoderSettings: unknown, output: unknown): unknown {
  const description = named(
    encoderSettings,
    "audioDescriptions",
    textAt(output, "audioDescriptionNames", 0),
  );
  if (description === undefined) return undefined;
  return at(description, "codecSettings", "aacSettings") ?? {};
}

function named(settings: unknown, list: string, name: string | undefined): unknown {
  if (name === undefined) return undefined;
  return listAt(settings, list).find((item) => textAt(item, "name") === name);
}

function fraction(codec: unknown, prefix: "framerate" | "par"): RungSettings["fps"] | undefined {
  if (at(codec, `${prefix}Control`) === "INITIALIZE_FROM_SOURCE") return undefined;
  const numerator = numberAt(codec, `${prefix}Numerator`);
  const denominator = numberAt(codec, `${prefix}Denominator`);
  if (numerator === undefined || denominator === undefined) return undefined;
  return numerator >= 1 && denominator >= 1 ? { numerator, denominator } : undefined;
}

/** GopSize is in frames, or in seconds that the system converts into a frame count (MediaLive API model). */
function gopFrames(codec: unknown, framesPerSecond: number): number {
  const size = numberAt(codec, "gopSize");
  if (size === undefined) return DEFAULT_GOP_FRAMES;
  const frames = at(codec, "gopSizeUnits") === "SECONDS" ? size * framesPerSecond : size;
  return Math.max(1, Math.round(frames));
}

/** `H264_LEVEL_3_1` as 31; automatic and unknown levels as undefined. */
function levelIdc(level: string | undefined): number | undefined {
  const match = /^H264_LEVEL_(\d)(?:_(\d))?$/.exec(level ?? "");
  return match === null ? undefined : Number(match[1]) * 10 + Number(match[2] ?? 0);
}
