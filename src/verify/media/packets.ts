/** Size of a transport stream packet, in bytes (ISO/IEC 13818-1). */
export const PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;

/** One packet that carries something. */
export type Packet = {
  readonly pid: number;
  /** A table or a PES packet begins in it. */
  readonly isStart: boolean;
  readonly payload: Buffer;
};

/** Offset of the first packet that does not begin with 0x47, or of a last one that is cut; undefined when all are whole. */
export function firstBadSync(body: Buffer): number | undefined {
  for (let at = 0; at < body.length; at += PACKET_BYTES)
    if (body[at] !== SYNC_BYTE || at + PACKET_BYTES > body.length) return at;
  return undefined;
}

/** The packets with a payload, in their order. The body must be whole. */
export function* packets(body: Buffer): Generator<Packet> {
  for (let at = 0; at + PACKET_BYTES <= body.length; at += PACKET_BYTES) {
    const flags = body[at + 3] ?? 0;
    if ((flags & 0x10) === 0) continue;
    const adaptationBytes = (flags & 0x20) === 0 ? 0 : 1 + (body[at + 4] ?? 0);
    const start = at + 4 + adaptationBytes;
    if (start >= at + PACKET_BYTES) continue;
    yield {
      pid: (((body[at + 1] ?? 0) & 0x1f) << 8) | (body[at + 2] ?? 0),
      isStart: ((body[at + 1] ?? 0) & 0x40) !== 0,
      payload: body.subarray(start, at + PACKET_BYTES),
    };
  }
}
