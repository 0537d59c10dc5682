import { PACKET_BYTES, payloadAt, pidAt, unitStartsAt } from "./packet.ts";
import { STREAM_TYPE } from "./tables.ts";

/** Which PIDs a source used for its streams. */
type SourceProgram = {
  readonly videoPid: number | undefined;
  readonly audioPid: number | undefined;
};

/**
 * Reads the first PAT and PMT of a stream that begins with them; each must fit into one packet. Undefined when one is
 * missing.
 */
export function readProgram(packets: Buffer): SourceProgram | undefined {
  const pat = sectionOf(packets, 0);
  if (pat === undefined) return undefined;
  const pmtPid = pat.readUInt16BE(10) & 0x1fff;
  const pmt = sectionOf(packets, pmtPid);
  if (pmt === undefined) return undefined;
  return {
    videoPid: pidOfStream(pmt, STREAM_TYPE.h264),
    audioPid: pidOfStream(pmt, STREAM_TYPE.adtsAac),
  };
}

/** The PID of the first stream of a type in a program map section (ISO/IEC 13818-1 2.4.4.8); undefined when it has none. */
export function pidOfStream(section: Buffer, type: number): number | undefined {
  const end = Math.min(section.length, 3 + (section.readUInt16BE(1) & 0x0fff) - 4);
  let at = 12 + (section.readUInt16BE(10) & 0x0fff);
  while (at + 5 <= end) {
    if (section.readUInt8(at) === type) return section.readUInt16BE(at + 1) & 0x1fff;
    at += 5 + (section.readUInt16BE(at + 3) & 0x0fff);
  }
  return undefined;
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
