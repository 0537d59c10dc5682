import { type Identifiers, RANDOM, uuidOf } from "../identifiers.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** An id in CloudFront's style: `E` and 13 capitals and digits; for distributions and ETags. */
export function capitalId(first: "E" | "I" = "E", { bytes }: Identifiers = RANDOM): string {
  return first + Array.from(bytes(13), (byte) => LETTERS.charAt(byte % LETTERS.length)).join("");
}

/** The id of a policy and of a request. */
export function uuid(ids: Identifiers = RANDOM): string {
  return uuidOf(ids);
}
