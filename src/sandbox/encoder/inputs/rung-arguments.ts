import type { EncoderSettings, RungSettings } from "../encoder-settings.ts";
import { gopFramesOf } from "../test-pattern/frame-times.ts";
import { videoFormat } from "../test-pattern/video.ts";
import { optionList } from "./option-list.ts";

/** The first file descriptor of the rungs' pipes; one more for each rung. */
const FIRST_PIPE = 3;

/**
 * ffmpeg's arguments behind the input: the ladder of `settings`, one transport stream a rung on pipes 3, 4 …
 * Every group of pictures has exactly the ordered length and starts at the same picture in all rungs. There are no B-frames,
 * so that sources can follow each other without a step back in decoding time. `preset` is x264's, superfast or slower
 * (ultrafast would give up the Main profile).
 */
export function rungArguments(settings: EncoderSettings, preset: string): string[] {
  const outputs = settings.rungs.flatMap((rung, index) => [
    ...optionList({ map: `[v${index}]` }),
    ...videoArguments(rung, gopFramesOf(settings, rung), preset),
    ...audioArguments(rung),
    ...optionList({
      f: "mpegts",
      pes_payload_size: 0,
      flush_packets: 1,
      max_interleave_delta: 1_000_000,
    }),
    `pipe:${FIRST_PIPE + index}`,
  ]);
  return ["-filter_complex", filterGraph(settings.rungs), ...outputs];
}

function filterGraph(rungs: readonly RungSettings[]): string {
  const labels = rungs.map((_, index) => `[s${index}]`).join("");
  const chains = rungs.map((rung, index) => `[s${index}]${pictureFilters(rung)}[v${index}]`);
  return [`[0:v:0]split=${rungs.length}${labels}`, ...chains].join(";");
}

/**
 * Constant frame rate from time 0; the picture fills the frame without distortion, black beside it: ScalingBehavior
 * DEFAULT (MediaLive API model).
 */
function pictureFilters(rung: RungSettings): string {
  const { width, height, fps, pixelAspect } = rung;
  const pixel = `${pixelAspect.numerator}/${pixelAspect.denominator}`;
  const wide = `gte(dar,${width}*${pixel}/${height})`;
  const fitWidth = `if(${wide},${width},min(${width},2*round(${height}*dar/(${pixel})/2)))`;
  const fitHeight = `if(${wide},min(${height},2*round(${width}*(${pixel})/dar/2)),${height})`;
  return [
    `fps=${fps.numerator}/${fps.denominator}:start_time=0`,
    `scale=w='${fitWidth}':h='${fitHeight}'`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    `setsar=${pixel}`,
    "format=yuv420p",
  ].join(",");
}

function videoArguments(rung: RungSettings, gopFrames: number, preset: string): string[] {
  return optionList({
    "c:v": "libx264",
    preset,
    "profile:v": x264Profile(rung.profile),
    "level:v": (videoFormat(rung).levelIdc / 10).toFixed(1),
    bf: 0,
    sc_threshold: 0,
    g: gopFrames,
    keyint_min: gopFrames,
    force_key_frames: `expr:gte(n,n_forced*${gopFrames})`,
    ...rateOptions(rung),
  });
}

/** A buffer of one second at CBR, so that a segment stays near its nominal size; of two at VBR and QVBR. */
function rateOptions(rung: RungSettings): Readonly<Record<string, number>> {
  const { videoBitrate, maxVideoBitrate } = rung;
  const limit = { maxrate: maxVideoBitrate, bufsize: 2 * maxVideoBitrate };
  switch (rung.rateControl) {
    case "CBR":
      return { "b:v": videoBitrate, maxrate: videoBitrate, bufsize: videoBitrate };
    case "VBR":
      return { "b:v": videoBitrate, ...limit };
    case "QVBR":
      return { crf: 23, ...limit };
  }
}

function x264Profile(profile: string): string {
  const wanted = profile.toLowerCase();
  return ["baseline", "main", "high"].includes(wanted) ? wanted : "main";
}

/** Stereo at the rung's rate; resampling fills and trims, so that the input's gaps and drift never reach the output. */
function audioArguments(rung: RungSettings): string[] {
  if (rung.audioBitrate <= 0) return ["-an"];
  return optionList({
    map: "0:a:0?",
    af: "aresample=async=1:first_pts=0",
    "c:a": "aac",
    ac: 2,
    ar: rung.sampleRate,
    "b:a": rung.audioBitrate,
  });
}
