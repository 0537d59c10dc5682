/** Bytes per transport stream packet (ISO/IEC 13818-1 2.4.3.2). */
export const PACKET_BYTES = 188;
export const SYNC = 0x47;
const NULL_PID = 0x1fff;

/** An empty packet with its four header bytes; the continuity counter is left to whoever sends it. */
export function packetHeader(pid: number, unitStart: boolean, adaptation: boolean): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES, 0xff);
  packet[0] = SYNC;
  packet[1] = (unitStart ? 0x40 : 0) | (pid >> 8);
  packet[2] = pid & 0xff;
  packet[3] = adaptation ? 0x30 : 0x10;
  return packet;
}

/** A null packet: what a multiplexer sends to keep its rate. */
export const nullPacket = (): Buffer => packetHeader(NULL_PID, false, false);

/** PID of the packet that begins at `offset`. */
export const pidAt = (stream: Buffer, offset: number): number =>
  (((stream[offset + 1] ?? 0) & 0x1f) << 8) | (stream[offset + 2] ?? 0);

export const unitStartsAt = (stream: Buffer, offset: number): boolean =>
  ((stream[offset + 1] ?? 0) & 0x40) !== 0;

export const hasPayloadAt = (stream: Buffer, offset: number): boolean =>
  ((stream[offset + 3] ?? 0) & 0x10) !== 0;

/** Where the payload of the packet at `offset` begins. */
export function payloadAt(stream: Buffer, offset: number): number {
  const adaptation = ((stream[offset + 3] ?? 0) & 0x20) !== 0;
  return offset + 4 + (adaptation ? 1 + (stream[offset + 4] ?? 0) : 0);
}
