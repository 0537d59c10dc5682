import { nullPacket, PACKET_BYTES } from "../transport-stream/packet.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";

/** Transport stream over elementary streams, as nominal rates go: measured with real encoders at 2 s segments. */
const MULTIPLEX_OVERHEAD = 1.05;

/** Bytes of a segment at a nominal rate in bits per second, in whole packets. */
export function nominalBytes(bitsPerSecond: number, durationTicks: number): number {
  const bytes = (bitsPerSecond * MULTIPLEX_OVERHEAD * durationTicks) / TICKS_PER_SECOND / 8;
  return Math.floor(bytes / PACKET_BYTES) * PACKET_BYTES;
}

/**
 * Null packets spread evenly between the packets of a segment until it has `bytes`; as it is when it is larger already.
 * The first packet stays the first.
 */
export function padWithNullPackets(packets: Buffer, bytes: number): Buffer {
  const real = packets.length / PACKET_BYTES;
  const total = Math.floor(bytes / PACKET_BYTES);
  if (total <= real) return packets;
  const padded = Buffer.alloc(total * PACKET_BYTES, nullPacket());
  for (let index = 0; index < real; index++) {
    const slot = Math.floor((index * total) / real);
    packets.copy(padded, slot * PACKET_BYTES, index * PACKET_BYTES, (index + 1) * PACKET_BYTES);
  }
  return padded;
}
