import type { SecretStore } from "../engine/resource.ts";
import type { ResourceState, ResourceStates } from "../state/state.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { PREVIOUS, type AccessKeyKind } from "../../services/momento/key-roles.ts";
import type { ImportedKeys } from "../../services/momento/imported-keys.ts";

/** In a key's entry: all that this rotation could do is done, what is left is the channel's next start. */
export const AWAITS_START = "settled";

/** In a key's entry: a rotation that is to replace it has begun. The entry of the new key no longer has it. */
export const REPLACEMENT_PENDING = "owed";

/** What a rotation has to do about the keys. */
export type Rotation = {
  /** To be replaced now. */
  readonly renew: readonly AccessKeyKind[];
  /** Replaced by an earlier run that did not get to see the new key working. */
  readonly unfinished: readonly AccessKeyKind[];
};

/**
 * Which keys are replaced: those that the user brings, and all others, or with `withinMs` only those that end so soon. A
 * rotation that was interrupted is finished instead of begun again: a v1 key too many can never be revoked. What it had
 * not come to is replaced now.
 */
export function planRotation(
  resources: ResourceStates,
  secrets: SecretStore,
  request: {
    readonly imported: ImportedKeys;
    readonly withinMs: number | undefined;
    readonly now: number;
  },
): Rotation {
  const kinds = (["encoderKey", "playerKey"] as const).filter(
    (kind) => resources[kind] !== undefined,
  );
  const unfinished = kinds.filter((kind) => isUnfinished(resources, secrets, kind));
  const renew = kinds.filter((kind) => {
    if (request.imported[kind] !== undefined) return true;
    const brings =
      request.imported.encoderKey !== undefined || request.imported.playerKey !== undefined;
    if (brings) return false;
    const endsSoon = (within: number): boolean => {
      const expiresAt = secrets.get(kind)?.expiresAt ?? 0;
      return expiresAt > 0 && expiresAt * 1000 - request.now < within;
    };
    if (isPending(resources[kind])) return true;
    if (request.withinMs !== undefined) return endsSoon(request.withinMs);
    return unfinished.length === 0 || endsSoon(0);
  });
  return { renew, unfinished: unfinished.filter((kind) => !renew.includes(kind)) };
}

/** Has the key before this one been kept because nobody has seen the new one working yet? */
export function isReplacing(secrets: SecretStore, kind: AccessKeyKind): boolean {
  const [key, previous] = [secrets.get(kind), secrets.get(PREVIOUS[kind])];
  if (key === undefined || previous === undefined) return false;
  return fingerprint(key.apiKey) !== fingerprint(previous.apiKey);
}

/** Marked, or asked for and the answer not stored. */
function isPending(recorded: ResourceState | undefined): boolean {
  const done = recorded?.done ?? [];
  return done.includes(REPLACEMENT_PENDING) || (done.includes("asked") && !done.includes("stored"));
}

function isUnfinished(
  resources: ResourceStates,
  secrets: SecretStore,
  kind: AccessKeyKind,
): boolean {
  return isReplacing(secrets, kind) && resources[kind]?.done?.includes(AWAITS_START) !== true;
}
