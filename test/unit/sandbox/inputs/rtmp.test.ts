import { Writable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPushFeed } from "../../../../src/sandbox/encoder/inputs/push-feed.ts";
import {
  type AmfValue,
  decodeAmf,
  encodeAmf,
} from "../../../../src/sandbox/encoder/inputs/rtmp/amf0.ts";
import { createChunkReader } from "../../../../src/sandbox/encoder/inputs/rtmp/chunk-reader.ts";
import { writeChunks } from "../../../../src/sandbox/encoder/inputs/rtmp/chunk-writer.ts";
import { flvTag } from "../../../../src/sandbox/encoder/inputs/rtmp/flv.ts";
import { createHandshake } from "../../../../src/sandbox/encoder/inputs/rtmp/handshake.ts";
import { MESSAGE, type RtmpMessage } from "../../../../src/sandbox/encoder/inputs/rtmp/message.ts";
import { createPublisher } from "../../../../src/sandbox/encoder/inputs/rtmp/publisher.ts";
import { createManualClock } from "./manual-clock.ts";
import { seeded } from "../../seeded.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

const amfValue: fc.Arbitrary<AmfValue> = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.string(),
    fc.constant(null),
    fc.constant(undefined),
    fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { noNullPrototype: true }),
  ),
})).value;

test("AMF values come back as they were", () => {
  fc.assert(
    fc.property(fc.array(amfValue), (values) => {
      expect(decodeAmf(encodeAmf(values))).toEqual(values);
    }),
    seeded("AMF values", 500),
  );
});

test("AMF arrays, dates and long strings are read", () => {
  const bytes = hex(
    "08 00000001 0001 61 00 3ff0000000000000 0000 09  0a 00000002 05 06  0b 4000000000000000 0000  0c 00000002 6869",
  );
  expect(decodeAmf(bytes)).toEqual([{ a: 1 }, [null, undefined], 2, "hi"]);
});

test.each(["02 0005 61", "03 0001 61", "11 00", "0a ffffffff"])(
  "AMF that is cut off or unknown (%s) is refused",
  (text) => {
    expect(() => decodeAmf(hex(text))).toThrow(Error);
  },
);

const message = (type: number, timestampMs: number, body: Buffer): RtmpMessage => ({
  type,
  streamId: 1,
  timestampMs,
  body,
});

test("a message survives any chunk size and any split on the way", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 1_000 }),
      fc.integer({ min: 1, max: 300 }),
      (body, pieceBytes) => {
        const sent = message(MESSAGE.video, 70_000, Buffer.from(body));
        const bytes = writeChunks(sent, 128);
        const reader = createChunkReader();
        const read: RtmpMessage[] = [];
        for (let at = 0; at < bytes.length; at += pieceBytes)
          read.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
        expect(read).toEqual([sent]);
      },
    ),
    seeded("RTMP messages in pieces", 500),
  );
});

test("shortened chunk headers repeat what the stream sent before", () => {
  const bytes = hex(
    ["06 000064 000002 09 01000000 aaaa", "46 000021 000001 08 bb", "86 000005 cc", "c6 dd"].join(
      "",
    ),
  );
  const read = createChunkReader().push(bytes);
  expect(
    read.map(({ type, timestampMs, body }) => [type, timestampMs, body.toString("hex")]),
  ).toEqual([
    [9, 100, "aaaa"],
    [8, 133, "bb"],
    [8, 138, "cc"],
    [8, 143, "dd"],
  ]);
});

test("timestamps beyond 24 bits and interleaved chunk streams are read", () => {
  const size = hex("02 000000 000004 01 00000000 00000002");
  const bytes = hex(
    [
      "06 ffffff 000003 09 01000000 01000000 a1a2",
      "04 000007 000001 08 01000000 bb",
      "c6 01000000 a3",
    ].join(""),
  );
  const read = createChunkReader().push(Buffer.concat([size, bytes]));
  expect(read.map(({ timestampMs, body }) => [timestampMs, body.toString("hex")])).toEqual([
    [7, "bb"],
    [16_777_216, "a1a2a3"],
  ]);
});

test("a message out of all proportion is refused before it is buffered", () => {
  expect(() => createChunkReader().push(hex("06 000000 ffffff 09 01000000"))).toThrow(/too long/u);
  const many = Array.from({ length: 70 }, (_, id) =>
    Buffer.concat([Buffer.of(0, id), hex("000000 000001 09 01000000 aa")]),
  );
  expect(() => createChunkReader().push(Buffer.concat(many))).toThrow(/too many/u);
});

test("the handshake echoes the client and gives back what came after it", () => {
  const hello = Buffer.alloc(1_536, 7);
  const handshake = createHandshake();
  const { reply, rest } = handshake.push(Buffer.concat([Buffer.of(3), hello]));
  expect(reply.length).toBe(1 + 2 * 1_536);
  expect(reply.subarray(1 + 1_536)).toEqual(hello);
  expect(rest).toBeUndefined();
  const done = handshake.push(Buffer.concat([Buffer.alloc(1_536), Buffer.from("more")]));
  expect(done.rest?.toString()).toBe("more");
});

test("another protocol on the RTMP port is noticed at its first byte", () => {
  expect(() => createHandshake().push(Buffer.from("GET / HTTP/1.1"))).toThrow(/not RTMP/u);
});

test("an FLV tag carries a timestamp of 32 bits and its own size", () => {
  const tag = flvTag(message(9, 0x01020304, hex("aabb")));
  expect(tag.toString("hex")).toBe("0900000202030401000000aabb0000000d");
});

test("an encoder that starts late gets the decoder configurations first, at the keyframe's time", async () => {
  const feed = createPushFeed(createManualClock());
  const publisher = createPublisher(feed);
  const videoHeader = message(9, 0, hex("17 00 000000 64"));
  const audioHeader = message(8, 0, hex("af 00 1210"));
  const keyframe = message(9, 2_000, hex("17 01 000000 65"));
  const waiting = feed.sender(new AbortController().signal);
  publisher.media(videoHeader);
  publisher.media(audioHeader);
  publisher.media(message(9, 1_000, hex("27 01 000000 41")));
  publisher.media(keyframe);
  const sender = await waiting;
  const written: Buffer[] = [];
  sender.feed(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk);
        done();
      },
    }),
  );
  sender.release();
  await sender.gone;
  expect(Buffer.concat(written)).toEqual(
    Buffer.concat([
      hex("464c5601 05 00000009 00000000"),
      flvTag({ ...videoHeader, timestampMs: 2_000 }),
      flvTag({ ...audioHeader, timestampMs: 2_000 }),
      flvTag(keyframe),
    ]),
  );
});
