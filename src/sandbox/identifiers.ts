import { createHash, randomBytes } from "node:crypto";

/** Where ids and keys come from. */
export type Identifiers = { bytes(count: number): Buffer };

/** Different in every sandbox. */
export const RANDOM: Identifiers = { bytes: randomBytes };

/** The same ids in the same order for the same seed, and others for another. */
export function seededIdentifiers(seed: string): Identifiers {
  let drawn = 0;
  return {
    bytes(count) {
      const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
        createHash("sha256").update(`${drawn++}:${seed}`).digest(),
      );
      return Buffer.concat(blocks).subarray(0, count);
    },
  };
}

/** A UUID of version 4. */
export function uuidOf({ bytes }: Identifiers): string {
  const drawn = bytes(16);
  drawn[6] = ((drawn[6] ?? 0) & 0x0f) | 0x40;
  drawn[8] = ((drawn[8] ?? 0) & 0x3f) | 0x80;
  return drawn.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
