import { MESSAGE, type RtmpMessage } from "./message.ts";

/** Puts RTMP chunks together to messages (RTMP specification 5.3). */
type ChunkReader = {
  /** Throws RangeError for a stream that cannot be RTMP: too many chunk streams, or a message out of all proportion. */
  push(bytes: Buffer): RtmpMessage[];
};

/** Until the peer sets another (5.4.1). */
const DEFAULT_CHUNK_BYTES = 128;
/** A keyframe of a very fast encoder is far below. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const MAX_CHUNK_STREAMS = 64;
/** Chunks of a message that are kept apart: more are joined, because a chunk of one byte costs a hundred. */
const MAX_PARTS = 256;
/** Timestamps from here on are sent as four extra bytes (5.3.1.3). */
const EXTENDED = 0xffffff;
/** Bytes of the message header by the chunk's format. */
const HEADER_BYTES = [11, 7, 3, 0] as const;

type ChunkStream = {
  type: number;
  streamId: number;
  timestampMs: number;
  deltaMs: number;
  length: number;
  extended: boolean;
  parts: Buffer[];
  received: number;
};

/**
 * A reader at the first byte after the handshake. `maxBytes` is what all unfinished messages together may hold; it may
 * change as the peer earns trust.
 */
export function createChunkReader(maxBytes: () => number = () => MAX_MESSAGE_BYTES): ChunkReader {
  const streams = new Map<number, ChunkStream>();
  let chunkBytes = DEFAULT_CHUNK_BYTES;
  let rest: Buffer = Buffer.alloc(0);

  const streamOf = (id: number): ChunkStream => {
    const known = streams.get(id);
    if (known !== undefined) return known;
    if (streams.size >= MAX_CHUNK_STREAMS) throw new RangeError("too many RTMP chunk streams");
    const fresh = { type: 0, streamId: 0, timestampMs: 0, deltaMs: 0, length: 0 };
    const stream: ChunkStream = { ...fresh, extended: false, parts: [], received: 0 };
    streams.set(id, stream);
    return stream;
  };

  /** Takes one chunk off the front of `rest`; undefined when it is not all there yet. */
  const takeChunk = (): { readonly message: RtmpMessage | undefined } | undefined => {
    const basic = readBasicHeader(rest);
    if (basic === undefined) return undefined;
    const { format, id } = basic;
    let at = basic.bytes;
    const headerBytes = HEADER_BYTES[format] ?? 0;
    if (rest.length < at + headerBytes) return undefined;
    const stream = streamOf(id);
    const field = format < 3 ? rest.readUIntBE(at, 3) : 0;
    const length = format < 2 ? rest.readUIntBE(at + 3, 3) : stream.length;
    const extended = format < 3 ? field === EXTENDED : stream.extended;
    const body = at + headerBytes + (extended ? 4 : 0);
    const held = [...streams.values()].reduce((sum, one) => sum + one.received, 0);
    if (held - stream.received + length > maxBytes())
      throw new RangeError("RTMP message is too long");
    const begins = stream.received === 0;
    const wanted = Math.min(chunkBytes, (begins ? length : stream.length) - stream.received);
    if (rest.length < body + wanted) return undefined;
    if (format < 2) {
      stream.length = length;
      stream.type = rest.readUInt8(at + 6);
    }
    if (format === 0) stream.streamId = rest.readUInt32LE(at + 7);
    stream.extended = extended;
    const time = extended ? rest.readUInt32BE(at + headerBytes) : field;
    if (format === 0) {
      stream.timestampMs = time;
      // A message that repeats this header repeats its time as a difference (5.3.1.2.4).
      stream.deltaMs = time;
    } else if (begins) {
      if (format < 3) stream.deltaMs = time;
      stream.timestampMs = (stream.timestampMs + stream.deltaMs) % 2 ** 32;
    }
    at = body + wanted;
    stream.parts.push(Buffer.from(rest.subarray(body, at)));
    if (stream.parts.length > MAX_PARTS) stream.parts = [Buffer.concat(stream.parts)];
    stream.received += wanted;
    rest = rest.subarray(at);
    return { message: complete(stream) };
  };

  return {
    push(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const messages: RtmpMessage[] = [];
      for (let chunk = takeChunk(); chunk !== undefined; chunk = takeChunk()) {
        const { message } = chunk;
        if (message?.type === MESSAGE.setChunkSize)
          chunkBytes = Math.max(1, message.body.readUInt32BE(0) & 0x7fffffff);
        else if (message?.type === MESSAGE.abort)
          abandon(streams.get(message.body.readUInt32BE(0)));
        else if (message !== undefined) messages.push(message);
      }
      return messages;
    },
  };
}

function complete(stream: ChunkStream): RtmpMessage | undefined {
  if (stream.received < stream.length) return undefined;
  const { type, streamId, timestampMs } = stream;
  const body = Buffer.concat(stream.parts);
  abandon(stream);
  return { type, streamId, timestampMs, body };
}

function abandon(stream: ChunkStream | undefined): void {
  if (stream === undefined) return;
  stream.parts = [];
  stream.received = 0;
}

function readBasicHeader(
  bytes: Buffer,
): { readonly format: number; readonly id: number; readonly bytes: number } | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const format = first >> 6;
  const small = first & 0x3f;
  if (small > 1) return { format, id: small, bytes: 1 };
  if (bytes.length < small + 2) return undefined;
  const id = 64 + bytes.readUInt8(1) + (small === 1 ? bytes.readUInt8(2) * 256 : 0);
  return { format, id, bytes: small + 2 };
}
