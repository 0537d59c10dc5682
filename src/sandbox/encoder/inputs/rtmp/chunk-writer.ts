import type { RtmpMessage } from "./message.ts";

const CONTROL_CHUNK_STREAM = 2;
const COMMAND_CHUNK_STREAM = 3;
/** Messages up to this type are protocol control messages (RTMP specification 5.4). */
const LAST_CONTROL_TYPE = 6;

/** A message as chunks of at most `chunkBytes` (RTMP specification 5.3): a full header first, then continuations. */
export function writeChunks(message: RtmpMessage, chunkBytes: number): Buffer {
  const { type, streamId, timestampMs, body } = message;
  const chunkStream = type <= LAST_CONTROL_TYPE ? CONTROL_CHUNK_STREAM : COMMAND_CHUNK_STREAM;
  const header = Buffer.alloc(12);
  header.writeUInt8(chunkStream, 0);
  header.writeUIntBE(timestampMs % 0xffffff, 1, 3);
  header.writeUIntBE(body.length, 4, 3);
  header.writeUInt8(type, 7);
  header.writeUInt32LE(streamId, 8);
  const parts: Buffer[] = [header, body.subarray(0, chunkBytes)];
  for (let at = chunkBytes; at < body.length; at += chunkBytes)
    parts.push(Buffer.of(0xc0 | chunkStream), body.subarray(at, at + chunkBytes));
  return Buffer.concat(parts);
}
