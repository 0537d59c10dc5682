import { packetHeader } from "./packet.ts";

export type Stream = { readonly type: number; readonly pid: number };

/** Which packets carry what in one program. */
type ProgramMap = {
  readonly transportStreamId: number;
  readonly programNumber: number;
  readonly pmtPid: number;
  readonly pcrPid: number;
  readonly streams: readonly Stream[];
};

/** stream_type of ISO/IEC 13818-1 table 2-34. */
export const STREAM_TYPE = { h264: 0x1b, adtsAac: 0x0f } as const;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++)
    value = (value & 0x80000000) === 0 ? value << 1 : (value << 1) ^ 0x04c11db7;
  return value;
});

/** CRC-32/MPEG-2 (annex A). A section that ends with its own CRC gives 0. */
function crc32(data: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of data) value = (value << 8) ^ (CRC_TABLE[((value >>> 24) ^ byte) & 0xff] ?? 0);
  return value >>> 0;
}

/** The PAT and the PMT of a single-program stream, one packet each. */
export function programTables(map: ProgramMap): Buffer {
  const association = section(0x00, map.transportStreamId, [
    ...word(map.programNumber),
    ...word(0xe000 | map.pmtPid),
  ]);
  const streams = map.streams.flatMap(({ type, pid }) => [type, ...word(0xe000 | pid), 0xf0, 0]);
  const program = section(0x02, map.programNumber, [
    ...word(0xe000 | map.pcrPid),
    0xf0,
    0,
    ...streams,
  ]);
  return Buffer.concat([inPacket(0, association), inPacket(map.pmtPid, program)]);
}

const word = (value: number): readonly [number, number] => [value >> 8, value & 0xff];

function section(tableId: number, id: number, body: readonly number[]): Buffer {
  const length = 5 + body.length + 4;
  const content = Buffer.from([
    tableId,
    ...word(0xb000 | length),
    ...word(id),
    0xc1,
    0,
    0,
    ...body,
  ]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([content, checksum]);
}

function inPacket(pid: number, content: Buffer): Buffer {
  const packet = packetHeader(pid, true, false);
  packet[4] = 0;
  content.copy(packet, 5);
  return packet;
}
