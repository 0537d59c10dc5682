import type { Emit } from "./events.ts";
import type { Retrying } from "./retry.ts";

/** Tells that a call outside the steps is tried again, why and when. */
export function noteRetries(emit: Emit): NonNullable<Retrying["onRetry"]> {
  return ({ reason, delayMs }) =>
    emit({
      type: "note",
      level: "warning",
      code: "RETRYING",
      message: `${reason}; trying again in ${(delayMs / 1000).toFixed(1)} s`,
    });
}
