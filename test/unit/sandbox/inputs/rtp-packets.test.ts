import { expect, test } from "vitest";
import { createRtpOrder } from "../../../../src/sandbox/encoder/inputs/rtp-packets.ts";

function packet(sequence: number, payload = `${sequence} `): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(33, 1);
  header.writeUInt16BE(sequence, 2);
  return Buffer.concat([header, Buffer.from(payload)]);
}

function received(packets: readonly Buffer[]): string {
  const order = createRtpOrder();
  return Buffer.concat(packets.flatMap((each) => order.push(each))).toString();
}

const numbers = (...sequences: readonly number[]): string =>
  received(sequences.map((each) => packet(each)));

test("packets that overtook each other are put back in order", () => {
  expect(numbers(7, 9, 8, 10)).toBe("7 8 9 10 ");
});

test("the order goes on over the end of the sequence numbers", () => {
  expect(numbers(65_534, 0, 65_535, 1)).toBe("65534 65535 0 1 ");
});

test("a packet that comes twice, or after its place was given up, is dropped", () => {
  expect(numbers(1, 2, 1, 3, 2)).toBe("1 2 3 ");
});

test("a lost packet is waited for only so long", () => {
  const after = Array.from({ length: 40 }, (_, index) => 3 + index);
  expect(numbers(1, ...after)).toBe([1, ...after].map((each) => `${each} `).join(""));
});

test("a sender that starts again with other numbers is followed", () => {
  expect(numbers(100, 101, 30_000, 30_001)).toBe("100 101 30000 30001 ");
});

test("extensions, contributors and padding are not payload", () => {
  const bytes = packet(5, "");
  bytes.writeUInt8(0x80 | 0x20 | 0x10 | 1, 0);
  const contributor = Buffer.alloc(4);
  const extension = Buffer.from([0xbe, 0xde, 0, 1, 9, 9, 9, 9]);
  const whole = Buffer.concat([
    bytes,
    contributor,
    extension,
    Buffer.from("body"),
    Buffer.of(0, 2),
  ]);
  expect(received([whole])).toBe("body");
});

test("what is not RTP is ignored", () => {
  expect(received([Buffer.from("hello"), Buffer.alloc(40), packet(1)])).toBe("1 ");
});
