/** An own judge of transport streams: reads bytes by the standard and shares no code with what it judges. */
export type Verdict = {
  readonly problems: readonly string[];
  /** DTS differences that occur, with how often, by stream. */
  readonly videoGaps: ReadonlyMap<number, number>;
  readonly audioGaps: ReadonlyMap<number, number>;
  readonly pids: ReadonlySet<number>;
};

const WRAP = 2 ** 33;
const NULL = 0x1fff;

type Pids = { readonly pmt: number; readonly video: number; readonly audio: number };
const MEDIALIVE: Pids = { pmt: 480, video: 481, audio: 492 };

/** Judges consecutive segments of one output as a player that joins them would: packets, tables, counters, times, keyframes. */
export function checkSegments(segments: readonly Buffer[], pids: Pids = MEDIALIVE): Verdict {
  const problems: string[] = [];
  const counters = new Map<number, number>();
  const times = { video: [] as number[], audio: [] as number[] };
  const seen = new Set<number>();
  let clock = -Infinity;
  segments.forEach((segment, number) => {
    const say = (what: string): number => problems.push(`segment ${number + 1}: ${what}`);
    if (segment.length === 0 || segment.length % 188 !== 0) say("not whole packets");
    checkStart(segment, pids, say);
    for (let at = 0; at + 188 <= segment.length; at += 188) {
      const packet = segment.subarray(at, at + 188);
      if (packet[0] !== 0x47) say(`no sync byte at ${at}`);
      const pid = packet.readUInt16BE(1) & 0x1fff;
      seen.add(pid);
      if (pid === NULL) continue;
      const flags = packet[3] ?? 0;
      const count = flags & 0x0f;
      const carries = (flags & 0x10) !== 0;
      const before = counters.get(pid);
      if (before !== undefined && count !== (carries ? (before + 1) & 15 : before))
        say(`continuity of PID ${pid}: ${before} then ${count}`);
      counters.set(pid, count);
      const reference = clockReference(packet);
      if (reference !== undefined) {
        if (reference < clock && clock - reference < WRAP / 2) say("the clock runs back");
        clock = reference;
      }
      const time = pesTime(packet);
      if (time === undefined) continue;
      if (pid === pids.video) {
        times.video.push(time);
        if (clock > time && clock - time < WRAP / 2) say("a picture is late for its clock");
      }
      if (pid === pids.audio) times.audio.push(time);
    }
  });
  const videoGaps = gaps(times.video);
  const audioGaps = gaps(times.audio);
  for (const [gap] of [...videoGaps, ...audioGaps]) if (gap <= 0) problems.push(`time goes ${gap}`);
  return { problems, videoGaps, audioGaps, pids: seen };
}

/** PAT, PMT, then a keyframe: what makes a segment independent. */
function checkStart(segment: Buffer, pids: Pids, say: (what: string) => unknown): void {
  const pidOf = (index: number): number => segment.readUInt16BE(index * 188 + 1) & 0x1fff;
  const settings = [...Array(Math.floor(segment.length / 188)).keys()].filter(
    (index) => pidOf(index) !== NULL,
  );
  const [pat = 0, pmt = 0] = settings;
  if (pidOf(pat) !== 0) say("does not begin with the PAT");
  if (pidOf(pmt) !== pids.pmt) say("the PMT does not come second");
  if (segment.readUInt16BE(pat * 188 + 15) !== (0xe000 | pids.pmt))
    say("the PAT names another PMT");
  for (const index of [pat, pmt]) {
    const table = segment.subarray(index * 188 + 5, (index + 1) * 188);
    const length = 3 + (table.readUInt16BE(1) & 0xfff);
    if (remainder(table.subarray(0, length)) !== 0) say("a table has a wrong checksum");
  }
  const first = settings.find((index) => pidOf(index) === pids.video);
  if (first === undefined) return void say("has no video");
  const packet = segment.subarray(first * 188, (first + 1) * 188);
  const flags = (packet[3] ?? 0) & 0x20 ? (packet[5] ?? 0) : 0;
  if ((flags & 0x40) === 0) say("does not start with a random access point");
  const picture = firstPicture(segment, pids.video, first);
  if (!picture.includes(Buffer.from([0, 0, 1, 0x65]))) say("does not start with an IDR picture");
  if (!picture.includes(Buffer.from([0, 0, 1, 0x67]))) say("has no sequence parameter set");
}

/** The payload of the first PES packet. */
function firstPicture(segment: Buffer, video: number, first: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = first * 188; at < segment.length; at += 188) {
    const packet = segment.subarray(at, at + 188);
    if ((packet.readUInt16BE(1) & 0x1fff) !== video) continue;
    if (((packet[1] ?? 0) & 0x40) !== 0 && at > first * 188) break;
    parts.push(packet.subarray(payload(packet)));
  }
  return Buffer.concat(parts);
}

const payload = (packet: Buffer): number =>
  4 + (((packet[3] ?? 0) & 0x20) !== 0 ? 1 + (packet[4] ?? 0) : 0);

function clockReference(packet: Buffer): number | undefined {
  const adaptation = ((packet[3] ?? 0) & 0x20) !== 0 && (packet[4] ?? 0) > 6;
  if (!adaptation || ((packet[5] ?? 0) & 0x10) === 0) return undefined;
  return packet.readUInt32BE(6) * 2 + ((packet[10] ?? 0) >> 7);
}

function pesTime(packet: Buffer): number | undefined {
  if (((packet[1] ?? 0) & 0x40) === 0) return undefined;
  const at = payload(packet);
  if (at + 14 > 188 || packet.readUIntBE(at, 3) !== 1) return undefined;
  const flags = (packet[at + 7] ?? 0) >> 6;
  if (flags === 0) return undefined;
  const field = packet.subarray(flags === 3 ? at + 14 : at + 9);
  const high = ((field[0] ?? 0) >> 1) & 7;
  return high * 2 ** 30 + (field.readUInt16BE(1) >> 1) * 2 ** 15 + (field.readUInt16BE(3) >> 1);
}

function gaps(times: readonly number[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  times.slice(1).forEach((time, index) => {
    const difference = (time - (times[index] ?? 0) + WRAP) % WRAP;
    const gap = difference > WRAP / 2 ? difference - WRAP : difference;
    found.set(gap, (found.get(gap) ?? 0) + 1);
  });
  return found;
}

/** CRC-32/MPEG-2 bit by bit: 0 over a section with its checksum. */
function remainder(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit--) {
      const high = (value >>> 31) ^ ((byte >> bit) & 1);
      value = high === 0 ? value << 1 : (value << 1) ^ 0x04c11db7;
    }
  return value >>> 0;
}

/** Gives the packets of a source continuity counters, which it leaves to the packager: done here again, independently of it. */
export function numbered(gops: Buffer[]): Buffer[] {
  const counters = new Map<number, number>();
  for (const gop of gops)
    for (let at = 0; at < gop.length; at += 188) {
      const pid = gop.readUInt16BE(at + 1) & 0x1fff;
      const count = counters.get(pid) ?? 0;
      gop[at + 3] = ((gop[at + 3] ?? 0) & 0xf0) | count;
      counters.set(pid, (count + 1) & 15);
    }
  return gops;
}
