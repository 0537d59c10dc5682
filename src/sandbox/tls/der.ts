/**
 * Distinguished Encoding Rules (ITU-T X.690), as much of them as a certificate needs. Every function gives whole bytes
 * of one value.
 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** A tag, a length in the shortest form, and the content. */
export function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => tagged(TAG.sequence, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => tagged(TAG.set, ...items);
export const utf8 = (text: string): Buffer => tagged(TAG.utf8, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => tagged(TAG.octetString, content);
export const yes = (): Buffer => tagged(TAG.boolean, Buffer.from([0xff]));

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const minimal = start < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  const sign = (minimal[0] ?? 0) & 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return tagged(TAG.integer, sign, minimal);
}

/** Bits from the left; the last `unused` bits of the content do not count. */
export function bitString(content: Uint8Array, unused = 0): Buffer {
  return tagged(TAG.bitString, Buffer.from([unused]), content);
}

/** An object identifier from its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(TAG.objectId, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** UTC, whole seconds, from epoch milliseconds. */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return tagged(TAG.generalizedTime, Buffer.from(digits));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
