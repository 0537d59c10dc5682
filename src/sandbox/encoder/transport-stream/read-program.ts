import { PACKET_BYTES, payloadAt, pidAt, unitStartsAt } from "./packet.ts";
import { STREAM_TYPE } from "./tables.ts";

/** Which PIDs a source used for its streams. */
type SourceProgram = {
  readonly videoPid: number | undefined;
  readonly audioPid: number | undefined;
};

/** Reads the first PAT and PMT of a stream that begins with them; each must fit into one packet. Undefined when one is missing. */
export function readProgram(packets: Buffer): SourceProgram | undefined {
  const pat = sectionOf(packets, 0);
  if (pat === undefined) return undefined;
  const pmtPid = pat.readUInt16BE(10) & 0x1fff;
  const pmt = sectionOf(packets, pmtPid);
  if (pmt === undefined) return undefined;
  const end = 3 + (pmt.readUInt16BE(1) & 0xfff) - 4;
  const found = new Map<number, number>();
  for (let offset = 12 + (pmt.readUInt16BE(10) & 0xfff); offset + 5 <= end;) {
    found.set(pmt[offset] ?? 0, pmt.readUInt16BE(offset + 1) & 0x1fff);
    offset += 5 + (pmt.readUInt16BE(offset + 3) & 0xfff);
  }
  return { videoPid: found.get(STREAM_TYPE.h264), audioPid: found.get(STREAM_TYPE.adtsAac) };
}

function sectionOf(packets: Buffer, pid: number): Buffer | undefined {
  for (let offset = 0; offset + PACKET_BYTES <= packets.length; offset += PACKET_BYTES) {
    if (pidAt(packets, offset) !== pid || !unitStartsAt(packets, offset)) continue;
    const payload = payloadAt(packets, offset);
    const start = payload + 1 + (packets[payload] ?? 0);
    return packets.subarray(start, offset + PACKET_BYTES);
  }
  return undefined;
}
