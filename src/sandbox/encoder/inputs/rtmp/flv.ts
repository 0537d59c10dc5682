import { MESSAGE, type RtmpMessage } from "./message.ts";

/** The head of an FLV file (Adobe's FLV specification 10.1, annex E.2) that announces a video track and perhaps audio. */
export function flvHeader(hasAudio: boolean): Buffer {
  return Buffer.from([0x46, 0x4c, 0x56, 1, hasAudio ? 0x05 : 0x01, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/** An audio, video or data message as an FLV tag with its trailing size (annex E.4.1). */
export function flvTag({ type, timestampMs, body }: RtmpMessage): Buffer {
  const tag = Buffer.alloc(11 + body.length + 4);
  tag.writeUInt8(type, 0);
  tag.writeUIntBE(body.length, 1, 3);
  tag.writeUIntBE(timestampMs % 2 ** 24, 4, 3);
  tag.writeUInt8(Math.floor(timestampMs / 2 ** 24) & 0xff, 7);
  body.copy(tag, 11);
  tag.writeUInt32BE(11 + body.length, 11 + body.length);
  return tag;
}

/** The decoder configuration that every decoder must see first: AVC or AAC sequence header (annex E.4.2.1 and E.4.3.1). */
export function isSequenceHeader({ type, body }: RtmpMessage): boolean {
  if (type === MESSAGE.video) return ((body[0] ?? 0) & 0x0f) === 7 && body[1] === 0;
  return type === MESSAGE.audio && (body[0] ?? 0) >> 4 === 10 && body[1] === 0;
}

/** A picture at which decoding can start. */
export function isKeyframe(message: RtmpMessage): boolean {
  const first = message.body[0] ?? 0;
  return message.type === MESSAGE.video && first >> 4 === 1 && !isSequenceHeader(message);
}
