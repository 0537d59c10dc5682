const PACKET_BYTES = 188;
const WRAP = 2 ** 33;
const VIDEO = 0xe0;
const AUDIO = 0xc0;

/** A transport stream whose timestamps are later by so many seconds: of all that is in it, or of its sound alone. */
export function shiftedClock(body: Buffer, seconds: number, what: "both" | "sound"): Buffer {
  const shifted = Buffer.from(body);
  const ticks = Math.round(seconds * 90_000);
  for (let at = 0; at + PACKET_BYTES <= shifted.length; at += PACKET_BYTES) {
    const flags = shifted[at + 3] ?? 0;
    let start = at + 4;
    if ((flags & 0x20) !== 0) start += 1 + (shifted[at + 4] ?? 0);
    const isStart = ((shifted[at + 1] ?? 0) & 0x40) !== 0;
    if (!isStart || start + 19 > at + PACKET_BYTES || shifted.readUIntBE(start, 3) !== 1) continue;
    const kind = (shifted[start + 3] ?? 0) & 0xf0;
    const isMeant = kind === VIDEO ? what === "both" : (kind & 0xe0) === AUDIO;
    if (!isMeant) continue;
    const times = (shifted[start + 7] ?? 0) >> 6;
    if (times >= 2) shift(shifted, start + 9, ticks);
    if (times === 3) shift(shifted, start + 14, ticks);
  }
  return shifted;
}

function shift(data: Buffer, at: number, ticks: number): void {
  const first = data[at] ?? 0;
  const time =
    ((first >> 1) & 7) * 2 ** 30 +
    (data.readUInt16BE(at + 1) >> 1) * 2 ** 15 +
    (data.readUInt16BE(at + 3) >> 1);
  const now = (((time + ticks) % WRAP) + WRAP) % WRAP;
  data[at] = (first & 0xf1) | (Math.floor(now / 2 ** 30) << 1);
  data.writeUInt16BE(((Math.floor(now / 2 ** 15) & 0x7fff) << 1) | 1, at + 1);
  data.writeUInt16BE(((now & 0x7fff) << 1) | 1, at + 3);
}
