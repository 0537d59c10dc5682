import { readTimestamp } from "./ts-timestamp.ts";

/** One elementary stream unit with its presentation time, 90 kHz ticks modulo 2^33. */
type PesUnit = { readonly data: Buffer; readonly ptsTicks: number };

/** The unit in the payloads of one PES packet (ISO/IEC 13818-1 2.4.3.6); undefined when it is cut off or carries no time. */
export function readPes(payloads: readonly Buffer[]): PesUnit | undefined {
  const pes = Buffer.concat(payloads);
  if (pes.length < 14 || pes.readUIntBE(0, 3) !== 1 || (pes.readUInt8(7) & 0x80) === 0)
    return undefined;
  return { data: pes.subarray(9 + pes.readUInt8(8)), ptsTicks: readTimestamp(pes, 9) };
}
