import type { BitWriter } from "./bits.ts";

const START_CODE = [0, 0, 0, 1] as const;

/** nal_unit header bytes: type with the nal_ref_idc that this encoder uses for it. */
export const NAL = { slice: 0x61, idrSlice: 0x65, sps: 0x67, pps: 0x68, delimiter: 0x09 } as const;

/** Ends an RBSP with its stop bit and wraps it, start code and emulation prevention included (ITU-T H.264 7.3.1, annex B). */
export function nalUnit(header: number, payload: BitWriter): Buffer {
  payload.put(1, 1);
  payload.align();
  return escaped(header, payload.toBytes());
}

/** Access unit delimiter: primary_pic_type 0 for an I picture, 1 for I and P. */
export function accessUnitDelimiter(key: boolean): Buffer {
  return escaped(NAL.delimiter, Uint8Array.of(key ? 0x10 : 0x30));
}

function escaped(header: number, rbsp: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(5 + Math.ceil(rbsp.length * 1.5));
  out.set(START_CODE, 0);
  out[4] = header;
  let length = 5;
  let zeros = 0;
  for (const byte of rbsp) {
    if (zeros >= 2 && byte <= 3) {
      out[length++] = 3;
      zeros = 0;
    }
    out[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out.subarray(0, length);
}
