import { adtsFrame } from "../aac/adts-frame.ts";
import type { RungSettings } from "../encoder-settings.ts";
import { SOURCE_PIDS } from "../transport-stream/pids.ts";
import { type AccessUnit, AUDIO_FRAMES_PER_PES, STREAM_ID } from "../transport-stream/pes.ts";
import { TICKS_PER_MS } from "../transport-stream/timestamp.ts";
import { audioFrameBytes, audioTicks, firstAudioFrame } from "./frame-times.ts";

const BEEP_MS = 100;

/** The audio of a GOP as access units in order. `beep`: the tone during the first tenth of each UTC second, else silence. */
export function audioUnits({
  rung,
  range,
  originTicks,
  beep,
}: {
  readonly rung: RungSettings;
  readonly range: { readonly fromTicks: number; readonly toTicks: number };
  readonly originTicks: number;
  readonly beep: boolean;
}): readonly AccessUnit[] {
  if (rung.audioBitrate <= 0) return [];
  const end = firstAudioFrame(rung, range.toTicks);
  const units: AccessUnit[] = [];
  let frame = firstAudioFrame(rung, range.fromTicks);
  while (frame < end) {
    const last = Math.min(end, frame + AUDIO_FRAMES_PER_PES);
    const ticks = originTicks + audioTicks(rung, frame);
    const data: Buffer[] = [];
    for (; frame < last; frame++) {
      const utcMs = (originTicks + audioTicks(rung, frame)) / TICKS_PER_MS;
      const tone = beep && utcMs % 1000 < BEEP_MS;
      data.push(adtsFrame(rung, tone, audioFrameBytes(rung, frame)));
    }
    units.push({
      pid: SOURCE_PIDS.audio,
      streamId: STREAM_ID.audio,
      ticks,
      data: Buffer.concat(data),
    });
  }
  return units;
}
