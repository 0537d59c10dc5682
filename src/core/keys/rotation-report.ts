import type { Host } from "../host.ts";
import type { Target } from "../state/state.ts";
import type { AccessKeyKind } from "../../services/momento/key-roles.ts";
import { expiringKeys, expiryDate, lastsUntil } from "./key-expiry.ts";
import type { PreparedRotation } from "./prepare-rotation.ts";
import type { RotationOutcome } from "./rotate-keys.ts";

/** What `rotate-keys` ends with. */
export type RotationDocument = {
  readonly name: string;
  readonly target: Target;
  /** The keys that this run replaced. */
  readonly renewed: readonly AccessKeyKind[];
  /** Set by `--new-cache`; whether the old cache is deleted was looked at. */
  readonly cache?: { readonly from: string; readonly to: string; readonly oldIsDeleted: boolean };
  /** ISO 8601; null when a key never expires. */
  readonly keysExpireAt: { readonly encoder: string | null; readonly player: string | null };
  /** True or false when it was looked at through the edge, else null. */
  readonly seenWorking: boolean | null;
  /** The encoder's new key waits for the channel's next start. */
  readonly encoderKeyAtNextStart: boolean;
  /** What to know about old keys, in words. */
  readonly notes: readonly string[];
  readonly next: string;
};

type ReportFacts = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** What this run warned of. */
  readonly warnings: readonly string[];
};

/** The report of a rotation, from what is stored now. */
export function rotationDocument({
  host,
  prepared: { stack, move },
  outcome: { renewed, seenWorking, atNextStart, oldCacheIsDeleted, leftOut },
  facts: { now, warnings },
}: {
  readonly host: Pick<Host, "commandFor">;
  readonly prepared: PreparedRotation;
  readonly outcome: RotationOutcome;
  readonly facts: ReportFacts;
}): RotationDocument {
  const { resources } = stack.planContext();
  const kept = expiringKeys(resources, stack.secrets).filter(({ isPrevious }) => isPrevious);
  const verb = leftOut !== undefined ? "rotate-keys --allow-interruption" : "status";
  return {
    name: stack.spec.name,
    target: stack.target,
    renewed: move === undefined ? renewed : ["encoderKey", "playerKey"],
    ...(move === undefined
      ? {}
      : { cache: { from: move.from, to: move.to, oldIsDeleted: oldCacheIsDeleted } }),
    keysExpireAt: {
      encoder: expiryDate(resources.encoderKey?.expiresAt),
      player: expiryDate(resources.playerKey?.expiresAt),
    },
    seenWorking,
    encoderKeyAtNextStart: atNextStart,
    notes: [...warnings, ...kept.map((key) => lastsUntil(key, now))],
    next: host.commandFor(verb, stack.spec.name),
  };
}
