import type { EncoderSettings, Gop, RungSettings } from "../encoder-settings.ts";
import { TICKS_PER_MS } from "../transport-stream/timestamp.ts";
import { audioUnits } from "./audio.ts";
import { multiplex, videoUnit } from "./multiplex.ts";
import type { PictureSource } from "./picture-source.ts";
import { frameTicks, gopFramesOf } from "./frame-times.ts";
import { encodeGop, videoFormat } from "./video.ts";

/** Ticks of a moment in UTC: the timeline follows the epoch, so that a restarted channel never goes back in time. */
export const originTicksOf = (startMs: number): number => Math.round(startMs * TICKS_PER_MS);

/** GOP number `sequence` of a run that began at `startMs`: nothing but a function of its arguments. */
export function renderGop({
  settings,
  rungIndex,
  rung,
  pictures,
  startMs,
  sequence,
}: {
  readonly settings: EncoderSettings;
  readonly rungIndex: number;
  readonly rung: RungSettings;
  readonly pictures: PictureSource;
  readonly startMs: number;
  readonly sequence: number;
}): Gop {
  const frames = gopFramesOf(settings, rung);
  const first = sequence * frames;
  const range = { fromTicks: frameTicks(rung, first), toTicks: frameTicks(rung, first + frames) };
  const origin = originTicksOf(startMs);
  const units = encodeGop({
    format: videoFormat(rung),
    tiles: pictures.tiles,
    gop: sequence,
    frames,
    paint: (frameInGop) => {
      const frame = first + frameInGop;
      return pictures.paint(frame, startMs + frameTicks(rung, frame) / TICKS_PER_MS);
    },
  });
  const video = units.map((data, index) =>
    videoUnit(data, origin + frameTicks(rung, first + index), index === 0),
  );
  return {
    rung: rungIndex,
    packets: multiplex(
      rung,
      video,
      audioUnits({ rung, range, originTicks: origin, beep: pictures.beep }),
    ),
    startTicks: origin + range.fromTicks,
    durationTicks: range.toTicks - range.fromTicks,
    discontinuity: false,
  };
}
