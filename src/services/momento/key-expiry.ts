import type { Secret } from "../../config/secret.ts";
import { keyKind } from "./key-kind.ts";

/** When a key says itself that it expires, in epoch seconds; undefined when it does not tell. */
export function keyExpiry(key: Secret): number | undefined {
  const seen = keyKind(key.reveal());
  return seen.kind === "damaged" ? undefined : seen.expiresAt;
}

/** Every form in which a key could be shown to somebody: as it is, and without its wrapper. */
export function keyForms(key: Secret): readonly string[] {
  const seen = keyKind(key.reveal());
  return seen.kind === "v1" ? [key.reveal(), seen.wireToken] : [key.reveal()];
}
