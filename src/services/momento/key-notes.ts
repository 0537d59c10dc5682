import type { ProvisionEvent } from "../../core/engine/events.ts";
import type { StoredKey } from "../../core/engine/resource.ts";
import { type AccessKeyKind, WHOSE } from "./key-roles.ts";

/** What is to be said when a key is forgotten: nobody can revoke a v1 key, it only expires (Momento docs, API keys). */
export function keyNote(kind: AccessKeyKind, key: StoredKey): ProvisionEvent {
  const until =
    key.expiresAt === 0 ? "and never expires" : `until ${day(key.expiresAt)}, when it expires`;
  return {
    type: "note",
    level: key.expiresAt === 0 ? "warning" : "info",
    code: "KEY_NOT_REVOKED",
    message: `The ${WHOSE[kind]} key is deleted here; Momento cannot revoke it, so it stays valid for its one cache ${until}.`,
  };
}

/** What becomes of a leaked key that cannot be revoked. */
type Remedy = {
  /** What to do about it, as `leakRemedy` words it. */
  readonly todo: string;
  /** Its cache is deleted, so it opens nothing. */
  readonly isDone: boolean;
};

/** What is to be said of the key before a rotation, once the new one was seen working. */
export function oldKeyNote(
  kind: AccessKeyKind,
  key: StoredKey,
  { todo, isDone }: Remedy,
): ProvisionEvent {
  const until =
    key.expiresAt === 0 ? "and never expires" : `until ${day(key.expiresAt)}, when it expires`;
  return {
    type: "note",
    level: "info",
    code: "OLD_KEY_NOT_REVOKED",
    message: isDone
      ? `The old ${WHOSE[kind]} key is no longer used; Momento cannot revoke it, but its one cache is deleted, so it opens nothing.`
      : `The old ${WHOSE[kind]} key is no longer used; Momento cannot revoke it, so it stays valid for its one cache ${until}. If it has leaked: ${todo}`,
  };
}

/** What is to be said of a revocable key that a rotation or another kind of key has replaced, and that is revoked now. */
export function oldKeyRevokedNote(kind: AccessKeyKind): ProvisionEvent {
  return {
    type: "note",
    level: "info",
    code: "OLD_KEY_REVOKED",
    message: `The old ${WHOSE[kind]} key is revoked: it opens nothing any more, whoever has it.`,
  };
}

/** What is to be said when keys that were made and never received, because an answer was lost, are revoked. */
export function lostKeysRevokedNote(kind: AccessKeyKind, count: number): ProvisionEvent {
  return {
    type: "note",
    level: "info",
    code: "LOST_KEY_REVOKED",
    message:
      count === 1
        ? `1 ${WHOSE[kind]} key that was made and never received, because an answer was lost, is revoked.`
        : `${count} ${WHOSE[kind]} keys that were made and never received, because an answer was lost, are revoked.`,
  };
}

/** What is to be said when an answer with a key in it was lost: at most so many keys exist that nobody holds. */
export function lostKeyNote(
  kind: AccessKeyKind,
  count: number,
  untilEpochSeconds: number,
): ProvisionEvent {
  return {
    type: "note",
    level: "warning",
    code: "KEY_ANSWER_LOST",
    message:
      count === 1
        ? `Up to 1 more ${WHOSE[kind]} key may exist that was never received, because an answer was lost; it expires by ${day(untilEpochSeconds)}.`
        : `Up to ${count} more ${WHOSE[kind]} keys may exist that were never received, because an answer was lost; they expire by ${day(untilEpochSeconds)}.`,
  };
}

function day(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 10);
}
