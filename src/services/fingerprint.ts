import { createHash } from "node:crypto";
import type { Secret } from "../config/secret.ts";

/**
 * The first 16 hex digits of a secret's SHA-256: tells two keys apart in the state without telling either. `pending`
 * for a secret that does not exist yet. For long random secrets only; a short one could be guessed from it.
 */
export function fingerprint(secret: Secret): string {
  if (!secret.isKnown) return "pending";
  return createHash("sha256").update(secret.reveal()).digest("hex").slice(0, 16);
}
