import { pidAt, unitStartsAt } from "../transport-stream/packet.ts";
import { pidOfStream } from "../transport-stream/read-program.ts";
import { STREAM_TYPE } from "../transport-stream/tables.ts";

/** Finds the packet identifiers of a stream's first H.264 and first AAC track in its tables. */
type ProgramReader = {
  /** Takes a packet and its payload; true when it was a table. */
  read(packet: Buffer, payload: Buffer): boolean;
  /** Undefined until the tables have come, or when there is no such track. */
  videoPid(): number | undefined;
  audioPid(): number | undefined;
};

/** A reader that has seen no table yet. */
export function createProgramReader(): ProgramReader {
  let mapPid: number | undefined;
  let videoPid: number | undefined;
  let audioPid: number | undefined;
  return {
    read(packet, payload) {
      const pid = pidAt(packet, 0);
      if (pid !== 0 && pid !== mapPid) return false;
      if (!unitStartsAt(packet, 0)) return true;
      const section = payload.subarray(1 + (payload[0] ?? 0));
      if (section.length < 12) return true;
      if (pid === 0) mapPid = section.readUInt16BE(10) & 0x1fff;
      else {
        videoPid = pidOfStream(section, STREAM_TYPE.h264);
        audioPid = pidOfStream(section, STREAM_TYPE.adtsAac);
      }
      return true;
    },
    videoPid: () => videoPid,
    audioPid: () => audioPid,
  };
}
