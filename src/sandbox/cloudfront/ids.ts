import { randomBytes, randomUUID } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** An id in CloudFront's style: `E` and 13 capitals and digits; for distributions and ETags. */
export function capitalId(first: "E" | "I" = "E"): string {
  return (
    first + Array.from(randomBytes(13), (byte) => LETTERS.charAt(byte % LETTERS.length)).join("")
  );
}

/** The id of a policy and of a request. */
export function uuid(): string {
  return randomUUID();
}
