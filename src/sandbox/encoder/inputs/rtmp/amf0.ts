/** Values of AMF 0 (Adobe's AMF 0 specification), as RTMP commands carry them. A date is its milliseconds. */
export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | readonly AmfValue[]
  | { readonly [name: string]: AmfValue };

const MARKER = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  array: 8,
  end: 9,
  list: 10,
  date: 11,
  longString: 12,
} as const;

const MAX_DEPTH = 8;

/**
 * All values of a message body. Throws RangeError when the bytes end early or nest too deep, TypeError for a type that
 * commands do not use.
 */
export function decodeAmf(bytes: Buffer): AmfValue[] {
  const reader: Reader = { bytes, at: 0 };
  const values: AmfValue[] = [];
  while (reader.at < bytes.length) values.push(readValue(reader, 0));
  return values;
}

/** The bytes of a list of values. Arrays are not written: no command of ours has one. */
export function encodeAmf(values: readonly AmfValue[]): Buffer {
  return Buffer.concat(values.map(writeValue));
}

type Reader = { readonly bytes: Buffer; at: number };

function readValue(reader: Reader, depth: number): AmfValue {
  if (depth > MAX_DEPTH) throw new RangeError("AMF values nest too deep");
  const marker = reader.bytes.readUInt8(reader.at);
  reader.at += 1;
  switch (marker) {
    case MARKER.number:
      return readDouble(reader);
    case MARKER.boolean:
      reader.at += 1;
      return reader.bytes.readUInt8(reader.at - 1) !== 0;
    case MARKER.string:
      return readText(reader, 2);
    case MARKER.longString:
      return readText(reader, 4);
    case MARKER.object:
      return readMembers(reader, depth);
    case MARKER.array:
      reader.at += 4;
      return readMembers(reader, depth);
    case MARKER.list:
      return readList(reader, depth);
    case MARKER.date:
      reader.at += 10;
      return reader.bytes.readDoubleBE(reader.at - 10);
    case MARKER.null:
      return null;
    case MARKER.undefined:
      return undefined;
    default:
      throw new TypeError(`AMF type ${marker} is not used in RTMP commands`);
  }
}

function readDouble(reader: Reader): number {
  reader.at += 8;
  return reader.bytes.readDoubleBE(reader.at - 8);
}

function readText(reader: Reader, lengthBytes: 2 | 4): string {
  const length = reader.bytes.readUIntBE(reader.at, lengthBytes);
  const start = reader.at + lengthBytes;
  if (start + length > reader.bytes.length) throw new RangeError("AMF string is cut off");
  reader.at = start + length;
  return reader.bytes.toString("utf8", start, reader.at);
}

function readMembers(reader: Reader, depth: number): AmfValue {
  const members: [string, AmfValue][] = [];
  for (;;) {
    const name = readText(reader, 2);
    if (name === "" && reader.bytes.readUInt8(reader.at) === MARKER.end) {
      reader.at += 1;
      return Object.fromEntries(members);
    }
    members.push([name, readValue(reader, depth + 1)]);
  }
}

function readList(reader: Reader, depth: number): AmfValue {
  const length = reader.bytes.readUInt32BE(reader.at);
  reader.at += 4;
  const values: AmfValue[] = [];
  while (values.length < length) values.push(readValue(reader, depth + 1));
  return values;
}

function writeValue(value: AmfValue): Buffer {
  if (value === null) return Buffer.of(MARKER.null);
  if (value === undefined) return Buffer.of(MARKER.undefined);
  if (typeof value === "boolean") return Buffer.of(MARKER.boolean, value ? 1 : 0);
  if (typeof value === "string") return Buffer.concat([Buffer.of(MARKER.string), writeText(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, MARKER.number);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const members = Object.entries(value).flatMap(([name, member]) => [
    writeText(name),
    writeValue(member as AmfValue),
  ]);
  return Buffer.concat([Buffer.of(MARKER.object), ...members, Buffer.of(0, 0, MARKER.end)]);
}

function writeText(text: string): Buffer {
  const body = Buffer.from(text, "utf8");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body]);
}
