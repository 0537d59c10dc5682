import type { Retrying } from "../core/engine/retry.ts";
import type { Output } from "../terminal/output.ts";

/** Tells on stderr that a call outside the steps is tried again, why and when. Pure. */
export function tellsRetries(output: Pick<Output, "warn">): NonNullable<Retrying["onRetry"]> {
  return ({ reason, delayMs }) =>
    output.warn(`${reason}; trying again in ${(delayMs / 1000).toFixed(1)} s`);
}
