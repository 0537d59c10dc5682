/** Puts RTP packets back into the order of their sequence numbers and gives their payloads (RFC 3550). */
type RtpOrder = { push(datagram: Buffer): Buffer[] };

const HEADER_BYTES = 12;
const SEQUENCES = 65_536;
/** Packets to wait for a missing one before it counts as lost. */
const REORDER_PACKETS = 32;
/** A step of this size is a sender that started again, not a late packet. */
const RESTART_STEP = 1_000;

/** A reorderer that has seen nothing yet. What is not RTP version 2 is ignored. */
export function createRtpOrder(): RtpOrder {
  let expected: number | undefined;
  const early = new Map<number, Buffer>();

  const drain = (): Buffer[] => {
    const ready: Buffer[] = [];
    for (;;) {
      const payload = expected === undefined ? undefined : early.get(expected);
      if (payload === undefined || expected === undefined) return ready;
      early.delete(expected);
      ready.push(payload);
      expected = (expected + 1) % SEQUENCES;
    }
  };

  return {
    push(datagram) {
      const payload = rtpPayload(datagram);
      if (payload === undefined) return [];
      const sequence = datagram.readUInt16BE(2);
      expected ??= sequence;
      const ahead = (sequence - expected + SEQUENCES) % SEQUENCES;
      const behind = SEQUENCES - ahead;
      if (Math.min(ahead, behind) > RESTART_STEP) {
        early.clear();
        expected = sequence;
      } else if (behind < ahead) return [];
      early.set(sequence, payload);
      const ready = drain();
      if (early.size <= REORDER_PACKETS) return ready;
      const from = expected;
      const nearest = [...early.keys()].reduce((best, key) =>
        (key - from + SEQUENCES) % SEQUENCES < (best - from + SEQUENCES) % SEQUENCES ? key : best,
      );
      expected = nearest;
      return [...ready, ...drain()];
    },
  };
}

function rtpPayload(datagram: Buffer): Buffer | undefined {
  if (datagram.length < HEADER_BYTES) return undefined;
  const flags = datagram.readUInt8(0);
  if (flags >> 6 !== 2) return undefined;
  let start = HEADER_BYTES + (flags & 0x0f) * 4;
  if ((flags & 0x10) !== 0) {
    if (datagram.length < start + 4) return undefined;
    start += 4 + datagram.readUInt16BE(start + 2) * 4;
  }
  const padding = (flags & 0x20) === 0 ? 0 : (datagram.at(-1) ?? 0);
  return start < datagram.length - padding
    ? datagram.subarray(start, datagram.length - padding)
    : undefined;
}
