import type { RungSettings } from "../encoder-settings.ts";
import { type AccessUnit, pesPackets, STREAM_ID } from "../transport-stream/pes.ts";
import { SOURCE_PIDS } from "../transport-stream/pids.ts";
import { programTables, type Stream, STREAM_TYPE } from "../transport-stream/tables.ts";

/** How far the clock runs ahead of the pictures, 90 kHz ticks: half a second of decoder buffer. */
const CLOCK_LEAD_TICKS = 45_000;

/** A picture as an access unit, with the clock reference that travels with it; `key`: decoding can start here. */
export function videoUnit(data: Buffer, ticks: number, key: boolean): AccessUnit {
  const clockTicks = ticks - CLOCK_LEAD_TICKS;
  return {
    pid: SOURCE_PIDS.video,
    streamId: STREAM_ID.video,
    ticks,
    data,
    clockTicks,
    randomAccess: key,
  };
}

/** PAT, PMT, then both streams in the order of their times; the keyframe comes first. */
export function multiplex(
  rung: RungSettings,
  video: readonly AccessUnit[],
  audio: readonly AccessUnit[],
): Buffer {
  const streams: Stream[] = [{ type: STREAM_TYPE.h264, pid: SOURCE_PIDS.video }];
  if (rung.audioBitrate > 0) streams.push({ type: STREAM_TYPE.adtsAac, pid: SOURCE_PIDS.audio });
  const tables = programTables({
    transportStreamId: 1,
    programNumber: 1,
    pmtPid: SOURCE_PIDS.pmt,
    pcrPid: SOURCE_PIDS.video,
    streams,
  });
  const packets = [tables];
  let next = 0;
  for (const unit of video) {
    packets.push(pesPackets(unit));
    for (let sound = audio[next]; sound !== undefined; sound = audio[next]) {
      if (sound.ticks > unit.ticks && unit !== video.at(-1)) break;
      packets.push(pesPackets(sound));
      next++;
    }
  }
  return Buffer.concat(packets);
}
