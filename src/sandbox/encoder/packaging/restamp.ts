import type { StreamSettings } from "../hls-settings.ts";
import { hasPayloadAt, PACKET_BYTES, pidAt } from "../transport-stream/packet.ts";
import { readProgram } from "../transport-stream/read-program.ts";
import { programTables, STREAM_TYPE } from "../transport-stream/tables.ts";

/** Makes one unbroken transport stream out of whatever a rung's sources send. */
export type Restamper = {
  /** PAT and PMT for the start of a segment. */
  tables(): Buffer;
  /** The video and audio packets of a GOP under the output's PIDs, each PID's continuity counter going on where it was. */
  restamp(packets: Buffer): Buffer;
};

/** Counts on for ever, over segments and over sources; one for each output. */
export function createRestamper(stream: StreamSettings, audio: boolean): Restamper {
  const counters = new Map<number, number>();
  const video = { type: STREAM_TYPE.h264, pid: stream.videoPid };
  const sound = { type: STREAM_TYPE.adtsAac, pid: stream.audioPid };
  const tables = programTables({
    ...stream,
    // The clock travels with the pictures, whatever PcrPid says.
    pcrPid: stream.videoPid,
    streams: audio ? [video, sound] : [video],
  });

  const stamp = (packets: Buffer, offset: number): void => {
    const pid = pidAt(packets, offset);
    const before = counters.get(pid) ?? 15;
    const count = hasPayloadAt(packets, offset) ? (before + 1) & 15 : before;
    counters.set(pid, count);
    packets[offset + 3] = ((packets[offset + 3] ?? 0) & 0xf0) | count;
  };

  return {
    tables: () => {
      const copy = Buffer.from(tables);
      for (let offset = 0; offset < copy.length; offset += PACKET_BYTES) stamp(copy, offset);
      return copy;
    },
    restamp: (packets) => {
      const source = readProgram(packets);
      const out = Buffer.allocUnsafe(packets.length);
      let length = 0;
      for (let offset = 0; offset + PACKET_BYTES <= packets.length; offset += PACKET_BYTES) {
        const from = pidAt(packets, offset);
        const to =
          from === source?.videoPid
            ? stream.videoPid
            : audio && from === source?.audioPid
              ? stream.audioPid
              : undefined;
        if (to === undefined) continue;
        packets.copy(out, length, offset, offset + PACKET_BYTES);
        clearDiscontinuity(out, length);
        out[length + 1] = ((out[length + 1] ?? 0) & 0xe0) | (to >> 8);
        out[length + 2] = to & 0xff;
        stamp(out, length);
        length += PACKET_BYTES;
      }
      return out.subarray(0, length);
    },
  };
}

/** The counters do not break here any more, so the flag that allows it goes. */
function clearDiscontinuity(packets: Buffer, offset: number): void {
  const adaptation = ((packets[offset + 3] ?? 0) & 0x20) !== 0 && (packets[offset + 4] ?? 0) > 0;
  if (adaptation) packets[offset + 5] = (packets[offset + 5] ?? 0) & 0x7f;
}
