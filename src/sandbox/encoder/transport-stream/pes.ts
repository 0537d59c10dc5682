import { PACKET_BYTES, packetHeader } from "./packet.ts";
import { clockReferenceBytes, timestampBytes } from "./timestamp.ts";

export const STREAM_ID = { video: 0xe0, audio: 0xc0 } as const;

/** AudioFramesPerPes by default (MediaLive user guide). */
export const AUDIO_FRAMES_PER_PES = 4;

export type AccessUnit = {
  readonly pid: number;
  readonly streamId: number;
  /** 90 kHz ticks; decoding order is presentation order. */
  readonly ticks: number;
  readonly data: Buffer;
  /** Program clock reference to send along, 90 kHz ticks. */
  readonly clockTicks?: number | undefined;
  /** A decoder can start here. */
  readonly randomAccess?: boolean;
};

const PAYLOAD_BYTES = PACKET_BYTES - 4;

/** One PES packet cut into transport stream packets (ISO/IEC 13818-1 2.4.3.6), stuffed in the last. */
export function pesPackets(unit: AccessUnit): Buffer {
  const pes = pesPacket(unit);
  const packets: Buffer[] = [];
  for (let offset = 0; offset < pes.length;) {
    const first = offset === 0;
    const fields = first ? adaptationFields(unit) : undefined;
    const left = pes.length - offset;
    const room = PAYLOAD_BYTES - (fields === undefined ? 0 : fields.length + 1);
    const adaptationBytes = PAYLOAD_BYTES - Math.min(left, room);
    const packet = packetHeader(unit.pid, first, adaptationBytes > 0);
    if (adaptationBytes > 0) {
      packet[4] = adaptationBytes - 1;
      if (adaptationBytes > 1) packet[5] = 0;
      if (fields !== undefined) packet.set(fields, 5);
    }
    const taken = PAYLOAD_BYTES - adaptationBytes;
    pes.copy(packet, 4 + adaptationBytes, offset, offset + taken);
    offset += taken;
    packets.push(packet);
  }
  return Buffer.concat(packets);
}

function pesPacket({ streamId, ticks, data }: AccessUnit): Buffer {
  const length = streamId === STREAM_ID.video ? 0 : data.length + 8;
  return Buffer.concat([
    Uint8Array.of(0, 0, 1, streamId, length >> 8, length & 0xff, 0x84, 0x80, 5),
    timestampBytes(0b0010, ticks),
    data,
  ]);
}

function adaptationFields({ clockTicks, randomAccess }: AccessUnit): Uint8Array | undefined {
  if (clockTicks === undefined && randomAccess !== true) return undefined;
  const flags = (randomAccess === true ? 0x40 : 0) | (clockTicks === undefined ? 0 : 0x10);
  return Uint8Array.of(flags, ...(clockTicks === undefined ? [] : clockReferenceBytes(clockTicks)));
}
